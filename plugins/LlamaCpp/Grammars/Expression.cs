namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>What a rule of a grammar allows. A closed union: the six nested kinds are all there are.</summary>
internal abstract class Expression
{
    private Expression() { }

    /// <summary>The empty text.</summary>
    public static Expression Empty { get; } = new Sequence([]);

    /// <summary>No text at all.</summary>
    public static Expression Nothing { get; } = new Choice([]);

    /// <summary>Whether it allows the empty text. A reference never does: no rule here that may be empty is repeated.</summary>
    public bool MayBeEmpty => this switch
    {
        Literal literal => literal.Value.Length == 0,
        Sequence sequence => sequence.Items.All(item => item.MayBeEmpty),
        Choice choice => choice.Options.Any(option => option.MayBeEmpty),
        Repeat repeat => repeat.Least == 0 || repeat.Body.MayBeEmpty,
        _ => false,
    };

    public static Expression Text(string text) => text.Length == 0 ? Empty : new Literal(text);

    public static Expression OneCharacter(CharacterSet set) => set.IsEmpty ? Nothing : new Character(set);

    public static Expression Rule(string name) => new Reference(name);

    public static Expression Of(params IReadOnlyList<Expression> items) => items.Count == 1 ? items[0] : new Sequence(items);

    public static Expression OneOf(params IReadOnlyList<Expression> options) => options.Count == 1 ? options[0] : new Choice(options);

    public static Expression Optional(Expression body) => Times(body, 0, 1);

    /// <summary>A body repeated; without a most, without end.</summary>
    public static Expression Times(Expression body, int least, int? most)
    {
        if (most == 0) return Empty;
        if (least == 1 && most == 1) return body;
        // llama.cpp takes a repeated body that may be empty for left recursion.
        return body.MayBeEmpty ? new Repeat(WithoutEmpty(body), 0, most) : new Repeat(body, least, most);
    }

    private static Expression WithoutEmpty(Expression body) => body switch
    {
        Choice choice => OneOf([.. choice.Options.Select(WithoutEmpty)]),
        Repeat repeat => new Repeat(repeat.Body.MayBeEmpty ? WithoutEmpty(repeat.Body) : repeat.Body, 1, repeat.Most),
        Sequence sequence => OneOf([.. FirstNotEmpty(sequence.Items)]),
        Literal { Value.Length: 0 } => Nothing,
        _ => body,
    };

    private static IEnumerable<Expression> FirstNotEmpty(IReadOnlyList<Expression> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            yield return Of([WithoutEmpty(items[i]), .. items.Skip(i + 1)]);
            if (!items[i].MayBeEmpty) yield break;
        }
    }

    /// <summary>A text as it is.</summary>
    public sealed class Literal(string text) : Expression
    {
        public string Value { get; } = text;
    }

    /// <summary>One code point of a set.</summary>
    public sealed class Character(CharacterSet set) : Expression
    {
        public CharacterSet Set { get; } = set;
    }

    /// <summary>One after another.</summary>
    public sealed class Sequence(IReadOnlyList<Expression> items) : Expression
    {
        public IReadOnlyList<Expression> Items { get; } = items;
    }

    /// <summary>Any of several.</summary>
    public sealed class Choice(IReadOnlyList<Expression> options) : Expression
    {
        public IReadOnlyList<Expression> Options { get; } = options;
    }

    /// <summary>A body from <see cref="Least"/> to <see cref="Most"/> times.</summary>
    public sealed class Repeat(Expression body, int least, int? most) : Expression
    {
        public Expression Body { get; } = body;

        public int Least { get; } = least;

        public int? Most { get; } = most;
    }

    /// <summary>Another rule.</summary>
    public sealed class Reference(string name) : Expression
    {
        public string Name { get; } = name;
    }
}
