# Renders with Python's Jinja2, set up as transformers sets it up; the same arguments and lines as render.mjs.
import copy, datetime, hashlib, json, os, sys

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def cases(matrix):
    for conversation, messages in matrix["conversations"].items():
        for tools, listed in matrix["tools"].items():
            for options, values in matrix["options"].items():
                variables = {**matrix["always"], "messages": messages, **({"tools": listed} if listed else {}), **values}
                yield f"{conversation}/{tools}/{options}", copy.deepcopy(variables)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = lambda form: datetime.datetime(2026, 3, 4, 5, 6, 7).strftime(form)

folder, matrix_file = sys.argv[1:3]
only = sys.argv[3:5]
with open(matrix_file, encoding="utf-8") as file:
    matrix = json.load(file)
for name in sorted(entry for entry in os.listdir(folder) if entry.endswith(".jinja")):
    if only and name != only[0]:
        continue
    template, refused = None, None
    try:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            template = environment.from_string(file.read())
    except Exception as fault:
        refused = fault
    for case, variables in cases(matrix):
        if only and case != only[1]:
            continue
        try:
            if refused:
                raise refused
            text = template.render(**variables)
            print(text if only else f"{name} {case} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}")
        except Exception as fault:
            print(f"{name} {case} error {' '.join(str(fault).split())}")
