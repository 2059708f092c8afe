namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class JinjaBuiltinTests
{
    [Theory]
    [InlineData("' a '|trim ~ '--a-'|trim('-') ~ x|trim", "aa")]
    [InlineData("'aB c'|upper ~ 'aB'|lower ~ 'hELLO w'|capitalize ~ 'hello wORLD'|title", "AB CabHello wHello World")]
    [InlineData("'a-b-c'|replace('-', '+', 1)", "a+b-c")]
    [InlineData("'ab'|replace('', '.')", ".a.b.")]
    [InlineData("'a\\n\\nb'|indent", "a\n\n    b")]
    [InlineData("'a\\n\\nb'|indent(2, true, true)", "  a\n  \n  b")]
    [InlineData("'a b  c'|wordcount", "3")]
    [InlineData("'one two three'|truncate(9, leeway=0)", "one...")]
    [InlineData("'<a & \"b\">'|e", "&lt;a &amp; &#34;b&#34;&gt;")]
    [InlineData("'%s-%s'|format('a', 1)", "a-1")]
    public void Text_filters(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("[[1, 2]|first, [1, 2]|last, [1, 2]|length, 'añ👋'|length, x|length]", "[1, 2, 2, 3, 0]")]
    [InlineData("[]|first is undefined", "true")]
    [InlineData("[1, none, 'a', true]|join('-')", "1--a-true")]
    [InlineData("[{'a': 1}, {'a': 2}]|join('+', attribute='a')", "1+2")]
    [InlineData("'abc'|list", "[\"a\", \"b\", \"c\"]")]
    [InlineData("'abc'|reverse ~ [1, 2]|reverse", "cba[2, 1]")]
    [InlineData("['b', 'A', 'c']|sort", "[\"A\", \"b\", \"c\"]")]
    [InlineData("['b', 'A', 'c']|sort(reverse=true, case_sensitive=true)", "[\"c\", \"b\", \"A\"]")]
    [InlineData("[{'a': {'b': 2}}, {'a': {'b': 1}}]|sort(attribute='a.b')|map(attribute='a.b')|list", "[1, 2]")]
    [InlineData("['a', 'A', 'b', 1, 1.0]|unique|list", "[\"a\", \"b\", 1]")]
    [InlineData("{'b': 1, 'A': 2}|dictsort", "[[\"A\", 2], [\"b\", 1]]")]
    [InlineData("{'b': 1, 'a': 2}|dictsort(by='value', reverse=true)", "[[\"a\", 2], [\"b\", 1]]")]
    [InlineData("[{'k': 1, 'v': 'a'}, {'k': 2, 'v': 'b'}, {'k': 1, 'v': 'c'}]|groupby('k')|map('last')|map('length')|list", "[2, 1]")]
    [InlineData("range(5)|batch(2, 'x')|list", "[[0, 1], [2, 3], [4, \"x\"]]")]
    [InlineData("[[3, 1, 2]|min, [3, 1, 2]|max, [1, 2]|sum, [{'a': 2}]|sum(attribute='a')]", "[1, 3, 3, 2]")]
    [InlineData("{'a': 1}|items|list ~ x|items", "[[\"a\", 1]][]")]
    public void Filters_of_lists_and_mappings(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("['a', 'b']|map('upper')|list", "[\"A\", \"B\"]")]
    [InlineData("[{'a': 1}, {}]|map(attribute='a', default=0)|list", "[1, 0]")]
    [InlineData("[1, 2, 3]|select('odd')|list ~ [1, 2, 3]|reject('gt', 1)|list ~ [0, 1]|select|list", "[1, 3][1][1]")]
    [InlineData("[{'r': 'a'}, {'r': 'b'}, {}]|selectattr('r', 'equalto', 'a')|list", "[{\"r\": \"a\"}]")]
    [InlineData("[{'r': 1}, {}]|rejectattr('r', 'defined')|list", "[{}]")]
    [InlineData("none|selectattr('a')|list", "[]")]
    public void Filters_that_choose(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("[x|default('d'), none|default('d'), ''|default('d', true), 0|default(5, boolean=true)]", "[\"d\", null, \"d\", 5]")]
    [InlineData("['3'|int, ' 4 '|int, '3.9'|int, 'x'|int(7), -3.7|int, true|int, '1f'|int(0, 16)]", "[3, 4, 3, 7, -3, 1, 31]")]
    [InlineData("['1.5'|float, 'x'|float(2), 3|float]", "[1.5, 2, 3.0]")]
    [InlineData("[2.5|round, 2.567|round(2), 2.1|round(0, 'ceil'), 3|round]", "[2.0, 2.57, 3.0, 3]")]
    [InlineData("[1|string, 1.0|string, none|string, true|string, [1]|string]", "[\"1\", \"1.0\", \"None\", \"true\", \"[1]\"]")]
    [InlineData("{'a': 1}|attr('a')", "1")]
    public void Filters_of_plain_values(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("{'b': [1, 'é', none, x], 'a': {}}|tojson", "{\"b\": [1, \"é\", null, null], \"a\": {}}")]
    [InlineData("{'b': [1, 2], 'a': []}|tojson(indent=2)", "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": []\n}")]
    [InlineData("{'b': 1, 'a': 2}|tojson(separators=(',', ':'), sort_keys=true)", "{\"a\":2,\"b\":1}")]
    [InlineData("'é👋\\x7f'|tojson(ensure_ascii=true)", "\"\\u00e9\\ud83d\\udc4b\\u007f\"")]
    [InlineData("'<a> \\'\" \\\\ \\n\\t\\x01/'|tojson", "\"<a> '\\\" \\\\ \\n\\t\\u0001/\"")]
    [InlineData("{1: 'a', none: 'b', true: 'c'}|tojson", "{\"1\": \"c\", \"null\": \"b\"}")]
    public void JSON_is_written_as_transformers_writes_it(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("[' a '.strip(), '--a-'.lstrip('-'), 'a\\n'.rstrip('\\n'), 'a'.strip('')]", "[\"a\", \"a-\", \"a\", \"a\"]")]
    [InlineData("['a,b,c'.split(',', 1), ' a  b c '.split(), ' a  b c '.split(none, 1), 'a,b,c'.rsplit(',', 1)]",
        "[[\"a\", \"b,c\"], [\"a\", \"b\", \"c\"], [\"a\", \"b c \"], [\"a,b\", \"c\"]]")]
    [InlineData("['ab'.startswith('a'), 'ab'.endswith(('x', 'b')), 'ab'.startswith('b')]", "[true, true, false]")]
    [InlineData("['abcb'.find('b'), 'abcb'.rfind('b'), 'a'.find('x'), 'abcb'.count('b')]", "[1, 3, -1, 2]")]
    [InlineData("'a-a'.replace('a', 'b', 1) ~ 'prefix-a'.removeprefix('prefix-') ~ 'a.b'.removesuffix('.b')", "b-aaa")]
    [InlineData("'{}-{}-{{}}'.format(1, 'a') ~ '{1}{0}{n}'.format(1, 2, n=3)", "1-a-{}213")]
    [InlineData("', '.join(['a', 'b']) ~ 'a\\nb\\n'.splitlines()", "a, b[\"a\", \"b\"]")]
    [InlineData("['12'.isdigit(), 'a1'.isalnum(), ''.isalpha(), ' '.isspace()]", "[true, true, false, true]")]
    [InlineData("[{'a': 1}.get('a'), {}.get('a'), {}.get('a', 2), {'a': 1}.keys()|list, {'a': 1}.values()|list]", "[1, null, 2, [\"a\"], [1]]")]
    public void Methods(string expression, string expected) => AssertIs(expected, expression);

    [Fact]
    public void A_list_can_be_added_to_and_taken_from() => Assert.Equal(
        "[2, 3]|1|0",
        Jinja.Render("{% set l = [1] %}{% set _ = l.append(2) %}{% set _ = l.extend([3]) %}{% set first = l.pop(0) %}{{ l }}|{{ first }}|{{ l.index(2) }}"));

    [Theory]
    [InlineData("range(3)|list ~ range(1, 3)|list ~ range(3, 0, -2)|list", "[0, 1, 2][1, 2][3, 1]")]
    [InlineData("dict(a=1, b=2)", "{\"a\": 1, \"b\": 2}")]
    [InlineData("namespace({'a': 1}, b=2).b", "2")]
    public void Functions(string expression, string expected) => AssertIs(expected, expression);

    [Fact]
    public void Joiners_and_cyclers_remember() => Assert.Equal(
        "a, b, c xyx",
        Jinja.Render("{% set j = joiner() %}{% for x in 'abc' %}{{ j() }}{{ x }}{% endfor %} {% set c = cycler('x', 'y') %}{{ c.next() }}{{ c.next() }}{{ c.current }}"));

    [Fact]
    public void The_time_is_told_by_the_clock()
    {
        Assert.Equal(
            "04 Mar 2026, March Wednesday 05:06 and %",
            Jinja.Render("{{ strftime_now('%d %b %Y, %B %A %H:%M and %%') }}", time: new FixedClock()));
        Assert.Equal("4.3. %q 2026-03-04T05:06:07", Jinja.Render("{{ strftime_now('%-d.%-m. %q %FT%T') }}", time: new FixedClock()));
    }

    [Theory]
    [InlineData("defined", "a", "[true, false]")]
    [InlineData("none", "none", "[true, false]")]
    [InlineData("string", "'a'", "[true, false]")]
    [InlineData("mapping", "{}", "[true, false]")]
    [InlineData("iterable", "(1,)", "[true, true]")]
    [InlineData("number", "1.5", "[true, false]")]
    [InlineData("integer", "1", "[true, false]")]
    [InlineData("float", "1.0", "[true, false]")]
    [InlineData("boolean", "false", "[true, false]")]
    [InlineData("false", "false", "[true, false]")]
    [InlineData("callable", "range", "[true, false]")]
    public void Tests_tell_values_apart(string test, string value, string expected) =>
        Assert.Equal(expected, Jinja.Render($"{{{{ [{value} is {test}, x is {test}] }}}}", """{"a": 1}"""));

    private static void AssertIs(string expected, string expression) => Assert.Equal(expected, Jinja.Render($"{{{{ {expression} }}}}"));

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    }
}
