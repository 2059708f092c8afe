namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class JinjaStatementTests
{
    [Theory]
    [InlineData("{% if a %}1{% elif b %}2{% else %}3{% endif %}", "2")]
    [InlineData("{% if not a and b %}yes{% endif %}", "yes")]
    [InlineData("{% if a %}{% elif a %}{% endif %}", "")]
    public void The_first_branch_that_holds_is_taken(string source, string expected) => Assert.Equal(expected, Jinja.Render(source, """{"a": 0, "b": [1]}"""));

    [Theory]
    [InlineData("{% for x in [1, 2, 3] %}{{ x }}{{ ',' if not loop.last }}{% endfor %}", "1,2,3")]
    [InlineData("{% for x in 'añ👋' %}<{{ x }}>{% endfor %}", "<a><ñ><👋>")]
    [InlineData("{% for k in {'a': 1, 'b': 2} %}{{ k }}{% endfor %}", "ab")]
    [InlineData("{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}", "a=1")]
    [InlineData("{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123")]
    [InlineData("{% for x in [] %}a{% else %}none{% endfor %}", "none")]
    [InlineData("{% for x in missing %}a{% else %}none{% endfor %}", "none")]
    [InlineData("{% for x in range(6) if x is odd %}{{ loop.index }}:{{ x }} {% endfor %}", "1:1 2:3 3:5 ")]
    [InlineData("{% for x in range(9) %}{% if x == 1 %}{% continue %}{% endif %}{% if x == 3 %}!{% break %}{% endif %}{{ x }}{% endfor %}", "02!")]
    [InlineData("{% for x in [1, 2] %}{{ loop.cycle('a', 'b') }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{% endfor %}", "a02trueb11false")]
    [InlineData("{% for x in 'abc' %}[{{ loop.previtem }}{{ loop.nextitem }}]{% endfor %}", "[b][ac][b]")]
    [InlineData("{% for x in [1, 1, 2] %}{{ loop.changed(x) }} {% endfor %}", "true false true ")]
    [InlineData("{% for x in [1, [2, [3]]] recursive %}{{ loop(x) if x is sequence else x }}({{ loop.depth }}){% endfor %}", "1(1)2(2)3(3)(2)(1)")]
    public void Loops_visit_their_items(string source, string expected) => Assert.Equal(expected, Jinja.Render(source));

    [Theory]
    [InlineData("{% set a = 1 %}{% for x in [1, 2] %}{{ a }}{% set a = 5 %}{{ a }}{% endfor %}{{ a }}", "15151")]
    [InlineData("{% set n = namespace(a=1) %}{% for x in [1, 2] %}{% set n.a = n.a + x %}{% endfor %}{{ n.a }}", "4")]
    [InlineData("{% if true %}{% set a = 1 %}{% endif %}{{ a }}", "1")]
    [InlineData("{% set a, b = 1, 2 %}{{ a }}{{ b }}", "12")]
    [InlineData("{% set a %}x{{ 1 }}{% endset %}[{{ a }}]", "[x1]")]
    [InlineData("{% set a | upper | trim %} x {% endset %}[{{ a }}]", "[X]")]
    [InlineData("{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a }}", "3")]
    [InlineData("{% filter upper | trim %} a {% endfilter %}", "A")]
    [InlineData("{% generation %}a{% endgeneration %}", "a")]
    public void Names_live_where_Jinja_says(string source, string expected) => Assert.Equal(expected, Jinja.Render(source));

    [Theory]
    [InlineData("{% macro m(a, b=a ~ '!') %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(b=3, a=4) }}", "11!1243")]
    [InlineData("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, c=3) }}", "[1, 2]{\"c\": 3}")]
    [InlineData("{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}", "3210")]
    [InlineData("{% macro m() %}<{{ caller(1) }}>{% endmacro %}{% call(x) m() %}{{ x }}!{% endcall %}", "<1!>")]
    [InlineData("{% macro m() %}{{ q }}{% endmacro %}{% for q in [1] %}{{ m() }}{% endfor %}{% set q = 2 %}{{ m() }}", "2")]
    [InlineData("{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{'a': 3, 'b': 4}) }}", "1234")]
    public void Macros_are_called_with_their_arguments(string source, string expected) => Assert.Equal(expected, Jinja.Render(source));

    [Theory]
    [InlineData("{% for x in [1] %}\n  {% if x %}\n  a\n  {% endif %}\n{% endfor %}\nb", "  a\nb")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "abc")]
    [InlineData("a {{- 1 -}} \n b", "a1b")]
    [InlineData("a\n  {{ 1 }}\nb", "a\n  1\nb")]
    [InlineData("  {%+ if true %}x{% endif +%}\ny", "  x\ny")]
    [InlineData("a\n  {# no #}\nb {#- no -#} c", "a\nbc")]
    [InlineData("x {% if true %}y{% endif %}", "x y")]
    [InlineData("{{ 1 }}\n", "1")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("{% raw %}{{ x }} {% if %}{% endraw %}\n!", "{{ x }} {% if %}!")]
    [InlineData("{%- raw -%} {{ {%- endraw -%} .", "{{.")]
    [InlineData("{ {a} % } #}", "{ {a} % } #}")]
    public void White_space_around_tags_is_handled_as_transformers_does(string source, string expected) => Assert.Equal(expected, Jinja.Render(source));
}
