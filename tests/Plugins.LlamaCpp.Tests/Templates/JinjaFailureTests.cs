using System.Text;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;

namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class JinjaFailureTests
{
    [Theory]
    [InlineData("a\n{% if x %}", 2, 11)]
    [InlineData("a\n  {{ 1 + }}", 2, 10)]
    [InlineData("{% for x of y %}", 1, 10)]
    [InlineData("{{ 'a }}", 1, 4)]
    [InlineData("{{ a ? b }}", 1, 6)]
    [InlineData("{% nothing %}", 1, 4)]
    [InlineData("{# a", 1, 1)]
    [InlineData("x{% raw %}", 1, 2)]
    [InlineData("{% break %}", 1, 4)]
    [InlineData("{% set true = 1 %}", 1, 8)]
    [InlineData("{% endif %}", 1, 1)]
    [InlineData("{{ 1", 1, 1)]
    [InlineData("{{ ) }}", 1, 4)]
    [InlineData("{{ f(a=1, 2) }}", 1, 11)]
    [InlineData("{% macro m(a, a) %}{% endmacro %}", 1, 15)]
    [InlineData("{% macro m(a=1, b) %}{% endmacro %}", 1, 17)]
    [InlineData("{{ [1:2] }}", 1, 6)]
    [InlineData("{{ a[] }}", 1, 6)]
    [InlineData("{{ 99999999999999999999 }}", 1, 4)]
    public void What_is_no_template_is_refused_with_the_place(string source, int line, int column)
    {
        var failure = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(source));
        Assert.Equal((line, column), (failure.Line, failure.Column));
        Assert.EndsWith($"(line {line}, column {column})", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ 'a' + 1 }}", "a string and an integer cannot be combined with '+'")]
    [InlineData("{{ x + 'a' }}", "an undefined value and a string cannot be combined with '+'")]
    [InlineData("{{ x() }}", "an undefined value cannot be called: 'x'")]
    [InlineData("{{ {}.y() }}", "an undefined value cannot be called: 'y'")]
    [InlineData("{{ 1 | nothing }}", "There is no filter 'nothing'")]
    [InlineData("{{ 1 is nothing }}", "There is no test 'nothing'")]
    [InlineData("{{ 1 // 0 }}", "A number cannot be divided by 0")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "A number grows too large")]
    [InlineData("{{ -9223372036854775807 - 2 }}", "A number grows too large")]
    [InlineData("{{ 10 ** 30 }}", "A number grows too large")]
    [InlineData("{{ [1] < ['a'] }}", "an integer and a string have no order")]
    [InlineData("{{ [1, 'a'] | sort }}", "an integer and a string have no order")]
    [InlineData("{{ {[]: 1} }}", "a list cannot be the key of a mapping")]
    [InlineData("{% for x in none %}{% endfor %}", "There is nothing to loop over in none")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", "1 values cannot be taken apart into 2")]
    [InlineData("{% set d = {} %}{% set d.a = 1 %}", "A name of a mapping cannot be set: only those of a namespace can")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "The macro 'm' takes at most 1 arguments, and has 2")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(b=1) }}", "The macro 'm' takes no argument 'b'")]
    [InlineData("{{ none | trim }}", "none is no text")]
    [InlineData("{{ range }}", "a function cannot be printed")]
    [InlineData("{{ 'a'.split('') }}", "A text cannot be split at an empty separator")]
    [InlineData("{% for x in [1] %}{{ loop(x) }}{% endfor %}", "Only a loop that is marked recursive can be called")]
    public void What_cannot_be_done_is_said_in_a_sentence(string source, string reason)
    {
        var failure = Jinja.Failure(source);
        Assert.Equal(reason, failure.Reason);
        Assert.Equal((1, false), (failure.Line, failure.Raised));
    }

    [Fact]
    public void A_template_can_refuse_in_its_own_words()
    {
        var failure = Jinja.Failure("\n{{ raise_exception('Roles must ' ~ 'alternate!') }}");
        Assert.Equal(("Roles must alternate!", true, 2), (failure.Reason, failure.Raised, failure.Line));
    }

    [Theory]
    [InlineData("{% for x in range(10 ** 9) %}{% endfor %}")]
    [InlineData("{{ range(-9223372036854775807, 9223372036854775807) | length }}")]
    [InlineData("{% for x in range(100000) %}{% for y in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ 'a' * 10 ** 12 }}")]
    [InlineData("{{ [1] * 10 ** 12 }}")]
    [InlineData("{{ ('a' * 10000).replace('', 'b' * 100000) }}")]
    [InlineData("{{ ('a,' * 1000000).split(',') | join('b' * 1000) }}")]
    [InlineData("{% set n = namespace(s='a') %}{% for x in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}")]
    [InlineData("{% set n = namespace(s=[1]) %}{% for x in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}")]
    [InlineData("{% set n = namespace() %}{% set n.n = n %}{{ n }}")]
    [InlineData("{% set l = [] %}{% set _ = l.append(l) %}{{ l == [l] }}{{ l | tojson }}")]
    [InlineData("{% set n = namespace(x=[]) %}{% for i in range(100000) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x }}")]
    [InlineData("{% set a = 'a' * 100000 %}{% for x in range(100000) %}{% if a.startswith(a) and a == a ~ '' %}{% endif %}{% endfor %}")]
    [InlineData("{% set a = 'a' * 100000 %}{% set b = 'a' * 20000 ~ 'b' ~ 'a' * 20000 %}{% for x in range(100000) %}{{ b in a or a.find(b) }}{% endfor %}")]
    [InlineData("{% set a = 'a' * 100000 %}{% for x in range(100000) %}{{ a.strip(a) }}{{ {a: 1}[a] }}{{ {}.get(a) }}{% endfor %}")]
    [InlineData("{% set a = 'a' * 100000 %}{{ ([a] * 90000) | sort | first | length }}{{ ([a] * 90000) | unique | list }}{{ ([a] * 90000) | sort }}")]
    [InlineData("{% set l = range(90000) | list %}{% for x in range(100000) %}{% if -1 in l or l.index(5) or l == l + [] %}{% endif %}{% endfor %}")]
    [InlineData("{% set m = dict(a=1) %}{% set l = [m] * 90000 %}{% for x in range(100000) %}{{ l | map(attribute='a') | sum and range(*l[:0], 1) }}{% endfor %}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% for x in [[1]] recursive %}{{ loop([x]) }}{% endfor %}")]
    [InlineData("{% set l = range(4000) | list %}{{ l | unique | list }}{{ l | unique | list }}")]
    [InlineData("{{ ('%s' * 100000) % (['x' * 100000] * 100000) }}")]
    [InlineData("{{ [1] | batch(2000000000, 0) }}")]
    [InlineData("{{ 'a' | indent(100000000) }}{{ ('a\\n' * 1000000) | indent(1000) }}")]
    public void A_hostile_template_is_stopped(string source)
    {
        var failure = Jinja.Failure(source, limits: new RenderLimits { Steps = 1_000_000, Characters = 8 << 20 });
        Assert.False(failure.Raised);
        Assert.Contains("template", failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "[", "1", "]", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "- ", "1", "", " }}")]
    [InlineData("{{ ", "a if ", "b", " else c", " }}")]
    [InlineData("{{ a", "[a", "", "]", " }}")]
    [InlineData("{{ a", "(a", "", ")", " }}")]
    [InlineData("{{ 1", " + 1", "", "", " }}")]
    [InlineData("{{ a", ".a", "", "", " }}")]
    [InlineData("{{ a", "|trim", "", "", " }}")]
    [InlineData("{{ 1", "**1", "", "", " }}")]
    [InlineData("{{ 'a'", " 'a'", "", "", ".x.y() }}")]
    [InlineData("", "{% if 1 %}", "", "{% endif %}", "")]
    [InlineData("", "{% for x in [1] %}", "", "{% endfor %}", "")]
    [InlineData("", "{% macro m() %}", "varargs", "{% endmacro %}", "{{ 1() }}")]
    [InlineData("{% set ", "(", "a", ")", " = 1 %}")]
    [InlineData("", "{% call m() %}", "", "{% endcall %}", "{{ 1() }}")]
    public void Deep_nesting_ends_in_a_failure_and_not_in_a_crash(string before, string open, string middle, string close, string after)
    {
        const int Depth = 40_000;
        var source = new StringBuilder(before).Insert(before.Length, open, Depth).Append(middle).Insert(before.Length + Depth * open.Length + middle.Length, close, Depth).Append(after);
        // A thread's stack is small where the host runs this.
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => Jinja.Render(source.ToString())), maxStackSize: 512 << 10);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.IsType<JinjaException>(failure);
    }

    [Fact]
    public void What_a_template_says_as_it_fails_is_kept_short() =>
        Assert.InRange(Jinja.Failure("{{ raise_exception('a' * 1000000) }}").Message.Length, 1000, 1100);

    [Fact]
    public void Names_have_a_bound() => Assert.Throws<JinjaException>(() => JinjaTemplate.Parse($"{{{{ {new string('a', 300)} }}}}"));

    [Fact]
    public void A_template_that_is_too_long_is_not_read() =>
        Assert.Contains("at most", Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(new string('a', JinjaTemplate.MaxLength + 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rendering_can_be_broken_off()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Jinja.Render("{% for x in range(100000) %}{% endfor %}", ct: cancelled.Token));
    }
}
