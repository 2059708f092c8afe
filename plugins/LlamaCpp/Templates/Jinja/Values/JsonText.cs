using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>Writes values as JSON.</summary>
internal sealed class JsonText
{
    private readonly JsonLayout _layout;
    private readonly TextOutput _output;

    private JsonText(JsonLayout layout, Budget budget) => (_layout, _output) = (layout, new TextOutput(budget));

    public static string Of(JinjaValue value, JsonLayout layout, Budget budget)
    {
        var json = new JsonText(layout, budget);
        json.Write(value, 0);
        return json._output.ToString();
    }

    private void Write(JinjaValue value, int level)
    {
        _output.Budget.Enter();
        switch (value)
        {
            case JinjaString text: WriteString(text.Text); break;
            case JinjaNone: _output.Write("null"); break;
            case JinjaUndefined: _output.Write(_layout.Undefined); break;
            case JinjaInteger or JinjaFloat or JinjaBoolean: _output.Write(value.ToString()!); break;
            case JinjaList list: WriteAll('[', ']', list.Values, Write, level); break;
            case JinjaNamespace names: WriteMapping(names.Names, level); break;
            case JinjaMapping mapping: WriteMapping(mapping, level); break;
            default: throw new JinjaException($"{value.Kind} cannot be written as JSON");
        }
        _output.Budget.Leave();
    }

    private void WriteMapping(JinjaMapping mapping, int level)
    {
        IEnumerable<KeyValuePair<JinjaValue, JinjaValue>> entries = mapping.Entries;
        if (_layout.SortKeys) entries = entries.OrderBy(entry => Key(entry.Key), StringComparer.Ordinal);
        WriteAll('{', '}', [.. entries], WriteEntry, level);
    }

    private void WriteEntry(KeyValuePair<JinjaValue, JinjaValue> entry, int level)
    {
        WriteString(Key(entry.Key));
        _output.Write(_layout.KeySeparator);
        Write(entry.Value, level);
    }

    private void WriteAll<T>(char open, char close, List<T> items, Action<T, int> write, int level)
    {
        _output.Write(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) _output.Write(_layout.BetweenItems);
            NewLine(level + 1);
            write(items[i], level + 1);
        }
        if (items.Count > 0) NewLine(level);
        _output.Write(close);
    }

    private void NewLine(int level)
    {
        if (_layout.Indent == 0) return;
        _output.Write('\n');
        _output.Write(' ', _layout.Indent * level);
    }

    private static string Key(JinjaValue key) => key is JinjaNone ? "null" : key.ToString()!;

    private void WriteString(string text)
    {
        _output.Write('"');
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Escape(text[i]) is not { } escape) continue;
            if (i > written) _output.Write(text[written..i]);
            _output.Write(escape);
            written = i + 1;
        }
        if (written < text.Length) _output.Write(text[written..]);
        _output.Write('"');
    }

    // RFC 8259 §7. Nothing else is escaped: the model reads it, not a web page.
    private string? Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => Unicode(character),
        >= '\x7f' when _layout.Ascii => Unicode(character),
        _ => null,
    };

    private static string Unicode(char character) => $"\\u{((int)character).ToString("x4", CultureInfo.InvariantCulture)}";
}
