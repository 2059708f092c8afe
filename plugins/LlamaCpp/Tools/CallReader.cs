using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Reads one call, step by step, from a text that grows.</summary>
internal sealed class CallReader(IReadOnlyList<CallStep> steps, ToolSet tools)
{
    private const int MostNameLength = 256;

    private readonly Dictionary<string, string> _parameters = [];
    private readonly ArgumentsReader _arguments = new();
    private JsonFollower _json;
    private int _step;
    private int _searched;
    private string? _key;

    public string? Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>JSON text of the arguments, where they are not told as they come.</summary>
    public string Arguments { get; private set; } = "{}";

    /// <summary>Whether the call was told of before it was whole.</summary>
    public bool HasBegun => _arguments.HasBegun;

    /// <summary>Goes on as far as the text allows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where reading stands in it.</param>
    /// <param name="pieces">Takes arguments that are told as they come.</param>
    public ReadState Read(string text, ref int at, AnswerPieces pieces)
    {
        while (_step < steps.Count)
        {
            var state = Read(steps[_step], text, ref at, pieces);
            if (state != ReadState.Done) return state;
            _step++;
            (_json, _searched) = (default, 0);
        }
        return ReadState.Done;
    }

    private ReadState Read(CallStep step, string text, ref int at, AnswerPieces pieces)
    {
        switch (step)
        {
            case CallStep.Mark mark:
                return TextRead.Mark(mark.Text, text, ref at);
            case CallStep.Name name:
                string written;
                var state = name.Until.Length == 0
                    ? TextRead.Word(text, MostNameLength, ref at, out written)
                    : TextRead.Until(name.Until, text, MostNameLength, ref at, ref _searched, out written);
                return state == ReadState.Done ? TakeName(name, written.Trim()) : state;
            case CallStep.Identifier identifier:
                var found = TextRead.Until(identifier.Until, text, MostNameLength, ref at, ref _searched, out var id);
                if (found == ReadState.Done) Id = id.Trim();
                return found;
            case CallStep.Parameters parameters:
                return ReadParameters(parameters, text, ref at);
            case CallStep.Arguments:
                return ReadArguments(text, ref at, pieces);
            case CallStep.Object call:
                return ReadCall(call, text, ref at, pieces);
            default:
                return ReadState.Done;
        }
    }

    private ReadState TakeName(CallStep.Name step, string written)
    {
        if (step.Numbered) Id = written;
        if (written.StartsWith(step.Before, StringComparison.Ordinal)) written = written[step.Before.Length..];
        if (step.Numbered && written.LastIndexOf(':') is >= 0 and var colon) written = written[..colon];
        Name = written;
        return tools.Has(Name) ? ReadState.Done : ReadState.Failed;
    }

    private ReadState ReadArguments(string text, ref int at, AnswerPieces pieces)
    {
        if (!_arguments.HasBegun)
        {
            var begin = TextRead.SkipSpace(text, at);
            if (begin == text.Length) return ReadState.More;
            if (text[begin] != '{') return ReadState.Failed;
            _arguments.Begin(Id, Name, [], pieces);
            at = begin;
        }
        return _arguments.Read(text, ref at, pieces);
    }

    private ReadState ReadCall(CallStep.Object step, string text, ref int at, AnswerPieces pieces)
    {
        if (!_arguments.HasBegun)
        {
            var begin = TextRead.SkipSpace(text, at);
            if (begin == text.Length) return ReadState.More;
            if (text[begin] != '{' || !CallKeys.MayBegin(text.AsSpan(begin + 1), step)) return ReadState.Failed;
            if (CallHead.Read(text, begin, step) is not { } head) return ReadWhole(step, text, begin, ref at);
            if (!tools.Has(head.Name)) return ReadState.Failed;
            _arguments.Begin(head.Id, head.Name, text.AsSpan(begin, head.Length), pieces);
            at = begin + head.Length;
        }
        return _arguments.Read(text, ref at, pieces);
    }

    /// <summary>A call of another form, once all of it is there.</summary>
    private ReadState ReadWhole(CallStep.Object step, string text, int begin, ref int at)
    {
        for (; !_json.IsWhole; _searched++)
        {
            if (begin + _searched == text.Length) return ReadState.More;
            if (!_json.Take(text[begin + _searched])) return ReadState.Failed;
        }
        at = begin + _searched;
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(begin, _searched));
            return TakeCall(step, document.RootElement) ? ReadState.Done : ReadState.Failed;
        }
        catch (JsonException)
        {
            // Arguments that are text, and no JSON in it: no call.
            return ReadState.Failed;
        }
    }

    private bool TakeArguments(JsonElement value)
    {
        // Some models write the arguments' JSON into a string.
        if (value.ValueKind == JsonValueKind.String && Grammars.JsonText.Of(value) is { } inner)
        {
            using var document = JsonDocument.Parse(inner.Length == 0 ? "{}" : inner);
            return document.RootElement.ValueKind == JsonValueKind.Object && TakeArguments(document.RootElement);
        }
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) return false;
        Arguments = value.ValueKind == JsonValueKind.Null ? "{}" : value.GetRawText();
        return true;
    }

    private bool TakeCall(CallStep.Object step, JsonElement value)
    {
        if (value.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object) value = function;
        if (CallKeys.Text(value, step.NameKey, "name") is not { } name || !tools.Has(name)) return false;
        Name = name;
        // An id that comes first is the call's number in this answer, and the next answer has the same.
        if (step is { IdKey: { } key, IdFirst: false }) Id = CallKeys.Text(value, key);
        return CallKeys.Find(value, step.ArgumentsKey, "arguments", "parameters") is not { } arguments || TakeArguments(arguments);
    }

    private ReadState ReadParameters(CallStep.Parameters step, string text, ref int at)
    {
        while (true)
        {
            if (_key is null)
            {
                var open = at;
                if (TextRead.Mark(step.Open, text, ref open) is not ReadState.Done and var none)
                {
                    if (none == ReadState.Failed) Arguments = Written();
                    return none == ReadState.Failed ? ReadState.Done : none;
                }
                var (key, begin) = ("", open);
                foreach (var between in step.Between)
                {
                    var searched = 0;
                    var state = TextRead.Until(between, text, MostNameLength, ref begin, ref searched, out var part);
                    if (state != ReadState.Done) return state;
                    key += part;
                }
                (_key, at, _searched) = (key.Trim(), begin, 0);
            }
            var end = TextRead.Until(step.Close, text, int.MaxValue, ref at, ref _searched, out var value);
            if (end != ReadState.Done) return end;
            _parameters[_key] = ParameterValue.Json(value, tools.Types(Name, _key));
            (_key, _searched) = (null, 0);
        }
    }

    private string Written() => $"{{{string.Join(", ", _parameters.Select(one => $"{Grammars.JsonText.Quoted(one.Key)}: {one.Value}"))}}}";
}
