using System.Collections.Frozen;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>The functions that every template has.</summary>
internal static class Globals
{
    private static readonly FrozenDictionary<string, JinjaValue> Table = new Dictionary<string, JinjaValue>
    {
        ["range"] = new BuiltinFunction(Range),
        ["namespace"] = new BuiltinFunction(Namespace),
        ["dict"] = new BuiltinFunction(Mapping),
        ["raise_exception"] = new BuiltinFunction(Raise),
        ["strftime_now"] = new BuiltinFunction(Now),
        ["cycler"] = new BuiltinFunction(arguments => new Cycler(arguments.Positional)),
        ["joiner"] = new BuiltinFunction(Joiner),
    }.ToFrozenDictionary();

    public static JinjaValue? Find(string name) => Table.GetValueOrDefault(name);

    private static JinjaList Range(Arguments arguments)
    {
        var (first, second) = (arguments.IntegerOrNull(0, "start"), arguments.IntegerOrNull(1, "stop"));
        var (start, stop, step) = (second is null ? 0 : first ?? 0, second ?? first ?? 0, arguments.IntegerOrNull(2, "step") ?? 1);
        if (step == 0) throw new JinjaException("A range cannot step by 0");
        var count = (Int128)stop - start;
        count = Int128.Max(0, (count + step - Math.Sign(step)) / step);
        arguments.Budget.Step((long)Int128.Min(count, int.MaxValue));
        return new JinjaList(Enumerable.Range(0, (int)count).Select(i => JinjaInteger.Of(start + i * step)));
    }

    private static JinjaNamespace Namespace(Arguments arguments)
    {
        var names = new JinjaNamespace();
        Fill(names.Names, arguments);
        return names;
    }

    private static JinjaMapping Mapping(Arguments arguments)
    {
        var mapping = new JinjaMapping();
        Fill(mapping, arguments);
        return mapping;
    }

    private static void Fill(JinjaMapping mapping, Arguments arguments)
    {
        foreach (var source in arguments.Positional)
        {
            arguments.Budget.Step();
            if (source is JinjaMapping other)
            {
                arguments.Budget.Step(other.Entries.Count);
                foreach (var (key, value) in other.Entries) mapping.Set(key, value);
                continue;
            }
            foreach (var pair in source.Items(arguments.Budget) ?? throw new JinjaException($"{source.Kind} cannot be made a mapping"))
            {
                if (pair.Items(arguments.Budget) is not [var key, var value]) throw new JinjaException("A mapping is made of pairs");
                mapping.Set(key, value);
            }
        }
        foreach (var (name, value) in arguments.Named) mapping[name] = value;
    }

    private static JinjaValue Raise(Arguments arguments) =>
        throw new JinjaException(Printed.Spelled(arguments.Required(0, "message"), arguments.Budget), raised: true);

    private static JinjaString Now(Arguments arguments) =>
        new(TimeFormat.Apply(arguments.Text(0, "format"), arguments.Rendering.Time.GetLocalNow(), arguments.Budget));

    private static BuiltinFunction Joiner(Arguments arguments)
    {
        var separator = new JinjaString(arguments.TextOrNull(0, "sep") ?? ", ");
        var isUsed = false;
        return new BuiltinFunction(_ =>
        {
            var text = isUsed ? separator : JinjaString.Empty;
            isUsed = true;
            return text;
        });
    }
}
