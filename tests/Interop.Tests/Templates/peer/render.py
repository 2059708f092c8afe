import json,sys,hashlib,os,datetime
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.ext import Extension, loopcontrols
import jinja2
folder,mf=sys.argv[1:3]
m=json.load(open(mf))
class Gen(Extension):
    tags={"generation"}
    def parse(self,parser):
        lineno=next(parser.stream).lineno
        body=parser.parse_statements(["name:endgeneration"],drop_needle=True)
        return body
def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
def rexc(msg): raise jinja2.exceptions.TemplateError(msg)
def snow(f): return datetime.datetime(2026,3,4,5,6,7).strftime(f)
env=ImmutableSandboxedEnvironment(trim_blocks=True,lstrip_blocks=True,extensions=[Gen,loopcontrols])
env.filters["tojson"]=tojson; env.globals["raise_exception"]=rexc; env.globals["strftime_now"]=snow
import copy
out=[]
for f in sorted(os.listdir(folder)):
    if not f.endswith(".jinja"): continue
    if len(sys.argv)>3 and f!=sys.argv[3]: continue
    t=None
    try: t=env.from_string(open(folder+"/"+f,newline="").read())
    except Exception as e: err=e
    for c,ms in m["conversations"].items():
        for tn,ts in m["tools"].items():
            for o,vs in m["options"].items():
                n=f"{c}/{tn}/{o}"
                if len(sys.argv)>4 and n!=sys.argv[4]: continue
                v=copy.deepcopy({**m["always"],"messages":ms,**({"tools":ts} if ts else {}),**vs})
                try:
                    if t is None: raise err
                    s=t.render(**v)
                    if len(sys.argv)>4: print(s)
                    l=hashlib.sha256(s.encode("utf8","surrogatepass")).hexdigest()
                except Exception as e:
                    l="error "+" ".join(str(e).split())
                    if len(sys.argv)>4: print(repr(e))
                out.append(f"{f} {n} {l}")
if len(sys.argv)<=4: print("\n".join(out))
