namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class JinjaExpressionTests
{
    [Theory]
    [InlineData("'a\\n\\x41\\u00e9\\'' ~ \"\\\"\"", "a\nAé'\"")]
    [InlineData("'a\\qb'", "a\\qb")]
    [InlineData("'a' 'b' \"c\"", "abc")]
    [InlineData("1_000 + 0x1f + 0b11 + 0o7", "1041")]
    [InlineData("[1.5, 1e3, 2.0, 1e-7, 1.5e25]", "[1.5, 1000.0, 2.0, 1e-7, 1.5e+25]")]
    [InlineData("[true, True, none, None, x]", "[true, true, null, null, undefined]")]
    [InlineData("(1, 'a', (2,), ())", "[1, \"a\", [2], []]")]
    [InlineData("{'a': 1, 'b': {'c': [1, 2,],},}", "{\"a\": 1, \"b\": {\"c\": [1, 2]}}")]
    [InlineData("{1: 'a'}[1.0] ~ {true: 'b'}[1]", "ab")]
    public void Literals_are_values(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("2 + 3 * 4 - 5", "9")]
    [InlineData("(2 + 3) * 4", "20")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("4 / 2", "2.0")]
    [InlineData("[7 // 2, -7 // 2, 7 // -2, 7.5 // 2]", "[3, -4, -4, 3.0]")]
    [InlineData("[7 % 3, -7 % 3, 7 % -3]", "[1, 2, -2]")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("true + true", "2")]
    [InlineData("'ab' * 3 ~ 2 * 'c'", "abababcc")]
    [InlineData("[1] + [2] * 2", "[1, 2, 2]")]
    [InlineData("'%s is %d%%' % ('it', 5)", "it is 5%")]
    [InlineData("1 ~ 'a' ~ none ~ true ~ 1.0", "1aNonetrue1.0")]
    public void Operators_compute_as_in_Python(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("1 < 2 < 3", "true")]
    [InlineData("3 > 2 > 2", "false")]
    [InlineData("1 == 1.0 == true", "true")]
    [InlineData("'1' == 1", "false")]
    [InlineData("x == none", "false")]
    [InlineData("[1, {'a': [2]}] == [1.0, {'a': [2]}]", "true")]
    [InlineData("'b' in 'abc' and 'x' not in 'abc'", "true")]
    [InlineData("'a' in {'a': 1} and 2 in [1, 2] and [1] in [[1]]", "true")]
    [InlineData("1 in x", "false")]
    [InlineData("'a' < 'b' and [1, 2] < [1, 3] and not [1] > [1, 0]", "true")]
    [InlineData("not 1 in [2]", "true")]
    public void Comparisons_hold_as_in_Python(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("'' or 'b'", "b")]
    [InlineData("'a' and 'b'", "b")]
    [InlineData("[] and 'b'", "[]")]
    [InlineData("0 or none or {} or 'z'", "z")]
    [InlineData("true or boom()", "true")]
    [InlineData("false and boom()", "false")]
    [InlineData("'a' if x else 'b' if y else 'c'", "c")]
    [InlineData("('a' if x) is undefined", "true")]
    public void Logic_gives_the_value_that_decides(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("[1, 2, 3].1", "2")]
    [InlineData("[[1], [2]].1.0", "2")]
    [InlineData("'añ👋'[2]", "👋")]
    [InlineData("'añ👋'[-2]", "ñ")]
    [InlineData("{'a b': 1}['a b']", "1")]
    [InlineData("[[1][5], {}.a, {}['get'], x.y.z, none.a] == [x, x, x, x, x]", "true")]
    [InlineData("{'items': 3}.items", "3")]
    [InlineData("{'items': 3}.items()", "[[\"items\", 3]]")]
    public void Members_are_found_or_undefined(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("[0,1,2,3,4][1:3]", "[1, 2]")]
    [InlineData("[0,1,2,3,4][:-1]", "[0, 1, 2, 3]")]
    [InlineData("[0,1,2,3,4][-2:]", "[3, 4]")]
    [InlineData("[0,1,2,3,4][::2]", "[0, 2, 4]")]
    [InlineData("[0,1,2,3,4][::-1]", "[4, 3, 2, 1, 0]")]
    [InlineData("[0,1,2,3,4][3:0:-2]", "[3, 1]")]
    [InlineData("[0,1,2,3,4][10:]", "[]")]
    [InlineData("[0,1,2,3,4][-99:99:9000000000000000000]", "[0]")]
    [InlineData("'a👋bc'[1:3]", "👋b")]
    [InlineData("'abc'[::-1]", "cba")]
    public void Slices_are_those_of_Python(string expression, string expected) => AssertIs(expected, expression);

    [Theory]
    [InlineData("-1 | abs", "1")]
    [InlineData("2 + -3 | abs", "5")]
    [InlineData("'a' ~ 'b' | upper", "aB")]
    [InlineData("4 * 4 is divisibleby 2", "4")]
    [InlineData("not x is defined", "true")]
    [InlineData("[1, 2] | length == 2", "true")]
    [InlineData("'a,b'.split(',')[1] | upper", "B")]
    [InlineData("1 is in [1] and 1 is not in [2]", "true")]
    public void Filters_and_tests_bind_closer_than_operators(string expression, string expected) => AssertIs(expected, expression);

    [Fact]
    public void A_bracket_keeps_a_tag_open() => Assert.Equal("{\"a\": {\"b\": 1}}", Jinja.Render("{{ {'a': {'b': 1}} }}"));

    private static void AssertIs(string expected, string expression) => Assert.Equal(expected, Jinja.Render($"{{{{ {expression} }}}}"));
}
