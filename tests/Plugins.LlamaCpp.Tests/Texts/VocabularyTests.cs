using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace Plugins.LlamaCpp.Tests.Texts;

public sealed class VocabularyTests : IAsyncLifetime
{
    private IModelSession _session = null!;

    private Vocabulary Vocabulary => ((LlamaSession)_session).Vocabulary;

    public async Task InitializeAsync() => _session = await TinyModel.OpenAsync();

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public void Any_text_comes_back_from_its_tokens() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var tokens = Vocabulary.Tokenize(text.Get, marks: false);
            var characters = new Utf8Pieces();
            var joined = string.Concat(tokens.Select(token => characters.Add(Vocabulary.Piece(token, new byte[64])))) + characters.End();
            // Lone surrogates have no UTF-8, and this tokenizer puts a space in front.
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            return joined == (whole.Length == 0 ? "" : " " + whole);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Marks_are_added_when_asked_for()
    {
        Assert.Equal([Vocabulary.Begin], Vocabulary.Tokenize("", marks: true));
        Assert.Equal([Vocabulary.Begin, .. Vocabulary.Tokenize("And", marks: false)], Vocabulary.Tokenize("And", marks: true));
        Assert.Equal(3, Assert.Single(Vocabulary.Tokenize("<|im_start|>", marks: false)));
        Assert.True(Vocabulary.IsControl(3));
        Assert.True(Vocabulary.Ends(4));
        Assert.Equal("", Vocabulary.PieceText(3));
    }

    [Fact]
    public void A_small_buffer_is_enough_for_any_piece()
    {
        for (var token = 0; token < Vocabulary.Size; token++)
        {
            Assert.True(Vocabulary.Piece(token, new byte[1]).SequenceEqual(Vocabulary.Piece(token, new byte[64])));
        }
    }
}
