using System.Text.Json;

namespace GoatHost.Abstractions;

/// <summary>A tool the model may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement Parameters)
{
    /// <summary>
    /// Whether a schema that cannot be kept to is refused. Else the arguments are any JSON object then, and the runtime says so in its log.
    /// </summary>
    public bool Strict { get; init; }
}

/// <summary>A call the model made.</summary>
/// <param name="Id">Unique in the answer.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON text of the arguments.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>A piece of a call: its beginning, or more of the arguments of the call that was begun last.</summary>
/// <param name="Arguments">JSON text to append to the call's arguments; may be empty.</param>
public sealed record ToolCallDelta(string Arguments)
{
    /// <summary>The call's id, unique in the answer; set where a call begins, and only there.</summary>
    public string? Id { get; init; }

    /// <summary>The tool; set where a call begins, and only there.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the arguments are whole with this piece. A call that an answer breaks off in never has such a piece.</summary>
    public bool IsLast { get; init; }

    /// <summary>A call in one piece.</summary>
    public static ToolCallDelta Whole(string id, string name, string arguments) => new(arguments) { Id = id, Name = name, IsLast = true };
}

/// <summary>Whether the model calls a tool; kept by a grammar, not by asking.</summary>
/// <param name="Kind">Whether it may, must not or must.</param>
/// <param name="Name">The tool that must be called, for <see cref="ToolChoiceKind.Named"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null)
{
    /// <summary>The model decides.</summary>
    public static ToolChoice Auto { get; } = new(ToolChoiceKind.Auto);

    /// <summary>No tool is called.</summary>
    public static ToolChoice None { get; } = new(ToolChoiceKind.None);

    /// <summary>Some tool is called.</summary>
    public static ToolChoice Required { get; } = new(ToolChoiceKind.Required);
}

/// <summary>Kinds of <see cref="ToolChoice"/>.</summary>
public enum ToolChoiceKind
{
    /// <summary>The model decides.</summary>
    Auto,

    /// <summary>No tool is called.</summary>
    None,

    /// <summary>Some tool is called.</summary>
    Required,

    /// <summary>The named tool is called.</summary>
    Named,
}
