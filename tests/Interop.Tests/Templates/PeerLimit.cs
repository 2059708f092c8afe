namespace GoatHost.Interop.Tests.Templates;

/// <summary>A place where <c>@huggingface/jinja</c> is not what to agree with, and why: Python's Jinja2, with which models are trained, is another way.</summary>
/// <param name="Says">What the peer says as it fails, or we say as we fail.</param>
/// <param name="Reason">Why it is not followed.</param>
internal sealed record PeerLimit(string Says, string Reason)
{
    /// <summary>The peer fails, and we render.</summary>
    public static IReadOnlyList<PeerLimit> PeerFails { get; } =
    [
        new("Cannot call something that is not a function", "it has no str.format and no list.append, list.pop"),
        new("Unknown ObjectValue filter: string", "a mapping can be made a text as a list can"),
        new("Unknown ArrayValue filter: reject", "a filter of the language that it has not"),
        new("Unknown ArrayValue filter: min", "a filter of the language that it has not"),
        new("Cannot apply filter \"string\" to type: NullValue", "none made a text is 'None'"),
        new("Cannot apply filter \"selectattr\" to type: NullValue", "nothing is chosen from none"),
        new("Cannot apply filter \"trim\" to type: UndefinedValue", "an undefined value is the empty text to a filter"),
        new("Cannot apply filter \"upper\" to type: UndefinedValue", "an undefined value is the empty text to a filter"),
        new("Cannot apply filter \"length\" to type: UndefinedValue", "an undefined value has the length 0"),
        new("Expected iterable or object type in for loop: got UndefinedValue", "a loop over an undefined value has no turn"),
        new("Cannot unpack non-iterable type: TupleValue", "a tuple can be taken apart as a list can"),
        new("Object keys must be strings: got IntegerValue", "any plain value can be a key"),
        new("Cannot perform operation not in on undefined values", "an undefined value is in nothing"),
        new("Cannot perform operation in on undefined values", "an undefined value is in nothing"),
        new("Unknown operator \"in\" between ArrayValue and ArrayValue", "a list can hold lists"),
        new("Unknown operator \"*\" between StringValue and IntegerValue", "a text can be repeated"),
        new("Cannot access property with non-string: got IntegerValue", "nothing is found in none"),
    ];

    /// <summary>We fail, and the peer renders.</summary>
    public static IReadOnlyList<PeerLimit> WeFail { get; } =
    [
        new("a string and a list cannot be combined with '+'", "it writes the list's items into the prompt, as JavaScript does; Python fails"),
        new("a list and a string cannot be combined with '+'", "it writes the list's items into the prompt, as JavaScript does; Python fails"),
        new("a string and a mapping cannot be combined with '+'", "it writes [object Map] into the prompt; Python fails"),
    ];

    /// <summary>Both render, and not the same: a template and a conversation.</summary>
    public static IReadOnlyList<PeerLimit> Texts { get; } =
    [
        new("HuggingFaceTB-SmolLM3-3B.jinja padded/", "its lstrip takes all white space, whatever characters it is given"),
        new("HuggingFaceTB-SmolLM3-3B.jinja reasoning-padded/", "its lstrip takes all white space, whatever characters it is given"),
        new("Qwen-QwQ-32B.jinja padded/", "its lstrip takes all white space, whatever characters it is given"),
        new("Qwen-QwQ-32B.jinja reasoning-padded/", "its lstrip takes all white space, whatever characters it is given"),
    ];
}
