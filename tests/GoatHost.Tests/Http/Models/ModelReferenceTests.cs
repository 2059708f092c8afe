namespace GoatHost.Tests.Http.Models;

public sealed class ModelReferenceTests
{
    private const string Id = "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334";

    [Theory]
    [InlineData(Id + "i0", "ord:" + Id + "i0")]
    [InlineData(Id, "ord:" + Id)]
    [InlineData("6CCC16C3146FF49BCA7FCDF4549259E17DCCCFB6D6DCE17098DDC142ECA3B334i12", "ord:" + Id + "i12")]
    [InlineData("ord:" + Id + "i0", "ord:" + Id + "i0")]
    [InlineData("ord:" + Id + "i0:latest", "ord:" + Id + "i0")]
    [InlineData("magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919", "magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919")]
    [InlineData("ipfs://bafy", "ipfs://bafy")]
    [InlineData("ipns://k51", "ipns://k51")]
    public void A_model_is_named_by_what_it_came_from(string name, string reference) => Assert.Equal(reference, ModelReference.Read(name)?.Text);

    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny:Q4_0")]
    [InlineData("/models/tiny.gguf")]
    [InlineData("file:///models/tiny.gguf")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://example.org/tiny.gguf")]
    [InlineData(Id + "i")]
    [InlineData(Id + "i1234567")]
    [InlineData("")]
    public void Names_paths_and_web_addresses_are_no_references(string name) => Assert.Null(ModelReference.Read(name));
}
