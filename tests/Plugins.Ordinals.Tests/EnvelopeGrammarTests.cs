using System.Text;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The envelope grammar, quirk by quirk.</summary>
public sealed class EnvelopeGrammarTests
{
    private const string Open = "0063036f7264";
    private const string TextType = "01010a746578742f706c61696e";

    [Theory]
    [InlineData($"{Open}68", 1)]
    [InlineData($"20{"11223344556677881122334455667788112233445566778811223344556677"}88ac{Open}68", 1)]
    [InlineData($"{Open}68{Open}68", 2)]
    [InlineData("4c0063036f726468", 1)] // an empty push need not be minimal
    [InlineData("00634d03006f726468", 1)] // nor need "ord" be
    [InlineData($"{Open}", 0)] // no end
    [InlineData($"{Open}{Open}6868", 0)] // the inner opening was consumed by the outer attempt
    [InlineData($"{Open}ac68{Open}68", 1)] // an opcode breaks the first
    [InlineData($"{Open}684c05", 0)] // a truncated push anywhere drops them all
    [InlineData("0063046f72647368", 0)]
    [InlineData("0000", 0)]
    [InlineData("", 0)]
    public void Counts_envelopes_as_ord_does(string script, int count) =>
        Assert.Equal(count, Find(script).Count);

    [Theory]
    [InlineData($"{Open}68", false)]
    [InlineData($"00{Open}68", true)] // an empty push before the opening
    [InlineData($"0063{Open}68", true)] // an opening without "ord", then an empty push
    [InlineData($"00ac{Open}68", false)]
    [InlineData($"00{Open}acac{Open}68", false)] // a broken attempt clears it
    public void Marks_a_stutter_as_ord_does(string script, bool stutter) =>
        Assert.Equal(stutter, Find(script)[^1].Stutter);

    [Fact]
    public void Keeps_a_stutter_over_an_envelope_that_succeeds() =>
        Assert.Equal([true, true], Find($"00{Open}68{Open}68").Select(envelope => envelope.Stutter));

    [Fact]
    public void Reads_number_opcodes_as_the_bytes_they_push()
    {
        var inscription = Read($"{Open}514f004f516068");
        Assert.True(inscription.PushNumber);
        Assert.Equal("81", Convert.ToHexStringLower(inscription.First(Tag.ContentType)!.Value.Span));
        Assert.Equal(["81", "01", "10"], inscription.BodyParts!.Select(push => Convert.ToHexStringLower(push.Span)));
    }

    [Fact]
    public void Joins_the_pushes_of_a_body()
    {
        var inscription = Read($"{Open}{TextType}0002616201630068");
        // The second empty push belongs to the body and adds nothing to it.
        Assert.Equal("abc", Encoding.ASCII.GetString(inscription.Body!.Value.Span));
        Assert.Equal("text/plain", inscription.ContentType);
        Assert.Null(inscription.StaticCurse);
    }

    [Theory]
    [InlineData($"{Open}{TextType}68", null, false)]
    [InlineData($"{Open}{TextType}0068", null, true)] // present and empty
    [InlineData($"{Open}010100{TextType}68", Curse.DuplicateField, false)] // an empty push in a value's place is a value
    [InlineData($"{Open}{TextType}010168", Curse.IncompleteField, false)]
    [InlineData($"{Open}0142010168", Curse.UnrecognizedEvenField, false)]
    [InlineData($"{Open}02010001{"61"}68", null, false)] // 0x0100 is not tag 1
    [InlineData($"{Open}0102010068", Curse.Pointer, false)]
    [InlineData($"{Open}01020100{"01020100"}68", Curse.UnrecognizedEvenField, false)] // the second pointer stays behind
    [InlineData($"{Open}{TextType}005168", Curse.Pushnum, true)]
    [InlineData($"00{Open}{TextType}0068", Curse.Stutter, true)]
    public void Marks_fields_as_ord_does(string script, object? curse, bool body)
    {
        var inscription = Read(script);
        Assert.Equal(((Curse?)curse, body), (inscription.StaticCurse, inscription.Body is not null));
    }

    [Theory]
    [InlineData("", 0UL)]
    [InlineData("ff", 255UL)]
    [InlineData("0001", 256UL)]
    [InlineData("010000000000000000", 1UL)]
    [InlineData("000000000000000001", null)]
    public void Reads_a_pointer_as_a_little_endian_number(string value, ulong? number) =>
        Assert.Equal(number, Read($"{Open}0102{value.Length / 2:x2}{value}68").Pointer);

    [Theory]
    [InlineData("", true, 0u)]
    [InlineData("01", true, 1u)]
    [InlineData("00", false, 0u)]
    [InlineData("0001", true, 256u)]
    [InlineData("0100", false, 0u)]
    [InlineData("00000000", true, 0u)]
    [InlineData("0000000000", false, 0u)]
    public void Reads_an_id_inside_a_field(string tail, bool valid, uint index)
    {
        Assert.Equal(valid, InscriptionId.TryDecode(Convert.FromHexString(new string('1', 64) + tail), out var id));
        if (valid) Assert.Equal(index, id.Index);
    }

    [Fact]
    public void Looks_for_the_script_where_ord_does()
    {
        static ReadOnlyMemory<byte>? Find(params byte[][] witness) =>
            WitnessScript.Find(new(default, default, 0) { Witness = [.. witness.Select(item => (ReadOnlyMemory<byte>)item)] });
        Assert.Null(Find([1]));
        Assert.Equal([1], Find([1], [2])!.Value.ToArray());
        Assert.Equal([1], Find([1], [0x50])!.Value.ToArray()); // two items: ord sees no annex where BIP341 would
        Assert.Equal([1], Find([1], [2], [0x50])!.Value.ToArray());
        Assert.Equal([2], Find([1], [2], [3])!.Value.ToArray());
    }

    private static List<EnvelopeExtent> Find(string script)
    {
        var found = new List<EnvelopeExtent>();
        EnvelopeReader.Find(Convert.FromHexString(script), 0, found);
        return found;
    }

    private static Inscription Read(string script)
    {
        var input = new TransactionInput(new(Hash256.Zero, 0), default, 0) { Witness = [Convert.FromHexString(script), new byte[33]] };
        var unread = new Transaction { Version = 2, Inputs = [input], Outputs = [new(1, default)], LockTime = 0, Raw = default, StrippedSize = 0 };
        Assert.True(Transaction.TryRead(TransactionWriter.Write(unread, witness: true).ToArray(), out var transaction));
        return Assert.Single(InscriptionReader.Read(transaction));
    }
}
