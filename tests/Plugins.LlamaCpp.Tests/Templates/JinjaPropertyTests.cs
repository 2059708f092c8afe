using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace Plugins.LlamaCpp.Tests.Templates;

/// <summary>Templates that nobody wrote: whatever they are, they render or are refused, and soon.</summary>
public sealed class JinjaPropertyTests
{
    private static readonly RenderLimits Limits = new() { Steps = 50_000, Characters = 1 << 20 };

    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", " ", "\n", "a", "b", "messages", "loop", ".", ",", "(", ")", "[", "]", "{", "}", ":", "|", "'", "\"", "\\",
        "if", "else", "elif", "endif", "for", "in", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall", "filter", "endfilter", "with", "endwith",
        "raw", "endraw", "break", "not", "is", "and", "or", "+", "-", "*", "**", "/", "//", "%", "~", "==", "<", "=", "1", "0", "2.5", "'x'", "true", "none", "namespace()",
        "range(9)", "|join", "|map('upper')", "|tojson", "|length", "|list", "|sort", "|batch(2)", ".split('a')", "[::-1]", "[1:]", ".items()", "defined", "👋", "\0",
    ];

    private static int Rounds => GoatHost.TestKit.Rounds.Of(2_000, 100_000);

    [Fact]
    public void Any_pieces_in_any_order_render_or_are_refused()
    {
        var templates = Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Concat(pieces));
        Prop.ForAll(templates.ToArbitrary(), RendersOrIsRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds).WithEndSize(60));
    }

    [Fact]
    public void Any_statements_around_any_expressions_render_or_are_refused()
    {
        var expression = Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Join(' ', pieces));
        var template = Gen.Elements("{{ ~ }}", "{% if ~ %}x{% endif %}", "{% for a in ~ %}{{ a }}{% endfor %}", "{% set a = ~ %}{{ a }}", "{{ (~)|tojson }}")
            .Zip(expression, (frame, inside) => frame.Replace("~", inside, StringComparison.Ordinal));
        Prop.ForAll(template.ToArbitrary(), RendersOrIsRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds).WithEndSize(8));
    }

    [Fact]
    public void A_template_that_was_cut_or_changed_anywhere_renders_or_is_refused()
    {
        const string Source = "{%- macro m(x, y='a') -%}{{ x ~ y|upper }}{%- endmacro %}\n{% for r in messages if r.role != 'b' %}{{ m(r.content[:2]) }}"
            + "{% if loop.last and not add %}{{ {'k': [1, 2.5, none]}|tojson(indent=2) }}{% else %}{{ r['role'].split('s')|join('-') }}{% endif %}{% endfor %}{# end #}";
        var changes = Gen.Choose(0, Source.Length - 1).Two().Zip(Gen.Elements(Pieces), (places, piece) => (places.Item1, places.Item2, piece));
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var (from, to) = (Math.Min(change.Item1, change.Item2), Math.Max(change.Item1, change.Item2));
            return RendersOrIsRefused(Source[..from] + change.piece + Source[from..]) && RendersOrIsRefused(Source[..from] + Source[to..]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }

    [Fact]
    public void Text_without_tags_stays_as_it_is()
    {
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get.Replace("{", "", StringComparison.Ordinal));
        Prop.ForAll(texts.ToArbitrary(), text => Jinja.Render(text + "{{ '' }}") == text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_goes_through_JSON_unchanged()
    {
        // Half a surrogate pair is no text, and System.Text.Json reads none.
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => string.Concat(text.Get.Where(c => !char.IsSurrogate(c))) + "👋");
        Prop.ForAll(texts.ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (text, ascii) =>
        {
            var variables = new Dictionary<string, JinjaValue> { ["x"] = new JinjaString(text), ["ascii"] = JinjaBoolean.Of(ascii) };
            var json = JinjaTemplate.Parse("{{ x|tojson(ensure_ascii=ascii) }}").Render(variables, Limits, TimeProvider.System, default);
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetString() == text;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_float_is_printed_so_that_it_is_read_again() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), number =>
            double.Parse(new JinjaFloat(number.Get).ToString(), System.Globalization.CultureInfo.InvariantCulture) == number.Get).QuickCheckThrowOnFailure();

    private static bool RendersOrIsRefused(string source)
    {
        try
        {
            Jinja.Render(source, """{"messages": [{"role": "user", "content": "hi"}, {"role": "b"}], "a": [1, "two"], "b": {"c": 3}}""", Limits);
        }
        catch (JinjaException failure)
        {
            return failure.Line > 0 && failure.Column > 0;
        }
        return true;
    }
}
