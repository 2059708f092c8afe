using GoatHost.Cli.Rendering;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class TableTests
{
    [Fact]
    public void Aligns_columns_for_a_person()
    {
        var writer = new StringWriter { NewLine = "\n" };
        new Table("NAME", "SIZE").Row("a", "1.5 MiB").Row("longer", "2 B").Write(writer, aligned: true);
        Assert.Equal("NAME    SIZE\na       1.5 MiB\nlonger  2 B\n", writer.ToString());
    }

    [Fact]
    public void Separates_by_tabs_for_a_program_and_never_wraps()
    {
        var writer = new StringWriter { NewLine = "\n" };
        var wide = new string('x', 300);
        new Table("NAME", "FROM").Row("a\tb\u001b", wide).Write(writer, aligned: false);
        Assert.Equal($"NAME\tFROM\na b\t{wide}\n", writer.ToString());
    }
}
