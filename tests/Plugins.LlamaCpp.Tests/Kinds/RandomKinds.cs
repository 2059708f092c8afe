using GoatHost.Abstractions;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;
using static Plugins.LlamaCpp.Tests.Kinds.KindWriter;

namespace Plugins.LlamaCpp.Tests.Kinds;

/// <summary>Models of kinds that differ in what they remember of a text, and how.</summary>
internal static class RandomKinds
{
    private const int Window = 12;
    private const int Layers = 4;

    /// <summary>A model that writes, by its kind.</summary>
    public static VerifiedModel Write(string kind, TempFolder folder) => (kind switch
    {
        "llama" => Llama(),
        "gemma2" => Gemma(kind, tied: true).Real("attn_logit_softcapping", 50).Real("final_logit_softcapping", 30),
        "gemma3" => Gemma(kind, tied: false).Number("attention.sliding_window_pattern", 2),
        "mamba" => Mamba(),
        "lfm2" => ShortConvolutions(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown"),
    }).Write(folder);

    /// <summary>A plain model with the marks to fill a gap: the first words of its vocabulary.</summary>
    public static VerifiedModel WriteInfilling(TempFolder folder)
    {
        var model = Llama();
        foreach (var (at, mark) in new[] { "pre", "suf", "mid" }.Index()) model.Keys.Number($"tokenizer.ggml.fim_{mark}_token_id", (uint)(SyllableVocabulary.FirstWord + at));
        return model.Write(folder);
    }

    /// <summary>An encoder that scores pairs, with the vocabulary of its kind.</summary>
    public static VerifiedModel WriteEncodingRanker(TempFolder folder)
    {
        var model = new KindWriter("bert", Layers).Number("feed_forward_length", Hidden).Number("attention.head_count", Heads).Number("pooling_type", 4)
            .Real("attention.layer_norm_epsilon", 1e-5f);
        model.Keys.Flag("bert.attention.causal", false);
        string[] words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(0, Vocabulary - 4).Select(SyllableVocabulary.Word)];
        model.Keys.Text("tokenizer.ggml.model", "bert");
        model.Keys.Texts("tokenizer.ggml.tokens", words);
        model.Keys.Integers("tokenizer.ggml.token_type", [.. words.Select((_, at) => at < 4 ? 3 : 1)]);
        model.Keys.Number("tokenizer.ggml.token_type_count", 2);
        foreach (var (at, mark) in new[] { "padding", "unknown", "bos", "seperator" }.Index()) model.Keys.Number($"tokenizer.ggml.{mark}_token_id", (uint)at);
        model.Matrix("token_embd", Width, Vocabulary, 8).Matrix("token_types", Width, 2).Matrix("position_embd", Width, Context);
        Norm(model, "token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            model.Attention(layer, shared: Heads).Matrix(Layer(layer) + "ffn_up", Width, Hidden).Matrix(Layer(layer) + "ffn_down", Hidden, Width);
            Norm(model, Layer(layer) + "attn_output_norm");
            Norm(model, Layer(layer) + "layer_output_norm");
        }
        model.Matrix("cls", Width, Width).Tensor("cls.bias", [Width], _ => 0).Matrix("cls.output", Width, 1).Tensor("cls.output.bias", [1], _ => 0.5f);
        return model.Write(folder);
    }

    /// <summary>A decoder that scores pairs, written into the prompt that its file gives.</summary>
    public static VerifiedModel WriteDecodingRanker(TempFolder folder)
    {
        var model = new KindWriter("qwen3", Layers).Usual().Number("pooling_type", 4);
        // As Qwen3's: the part of a yes is the score.
        model.Keys.Texts("qwen3.classifier.output_labels", ["yes", "no"]);
        model.Keys.Text("tokenizer.chat_template.rerank", "<s>ba {query} be {document}</s>");
        model.Matrix("token_embd", Width, Vocabulary, 8).Ones("output_norm.weight").Matrix("cls.output", Width, 2);
        for (var layer = 0; layer < Layers; layer++)
        {
            var at = Layer(layer);
            model.Attention(layer).FeedForward(layer).Ones(at + "attn_norm.weight").Ones(at + "ffn_norm.weight")
                .Ones(at + "attn_q_norm.weight", HeadWidth).Ones(at + "attn_k_norm.weight", HeadWidth);
        }
        return model.Write(folder);
    }

    private static KindWriter Llama()
    {
        var model = Ends(new KindWriter("llama", Layers).Usual().Number("rope.dimension_count", HeadWidth), tied: false);
        for (var layer = 0; layer < Layers; layer++)
            model.Attention(layer).FeedForward(layer).Ones(Layer(layer) + "attn_norm.weight").Ones(Layer(layer) + "ffn_norm.weight");
        return model;
    }

    /// <summary>Every other layer sees no further back than a window.</summary>
    private static KindWriter Gemma(string kind, bool tied)
    {
        var model = Ends(new KindWriter(kind, Layers).Usual().Number("attention.sliding_window", Window), tied);
        for (var layer = 0; layer < Layers; layer++)
        {
            var at = Layer(layer);
            model.Attention(layer).FeedForward(layer);
            foreach (var norm in new[] { "attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm" }) model.Ones($"{at}{norm}.weight");
            if (kind == "gemma3") model.Ones(at + "attn_q_norm.weight", HeadWidth).Ones(at + "attn_k_norm.weight", HeadWidth);
        }
        return model;
    }

    /// <summary>One state for all that was read.</summary>
    private static KindWriter Mamba()
    {
        const int Inner = 2 * Width, State = 8, Rank = 4, Kernel = 4;
        var model = new KindWriter("mamba", Layers).Number("feed_forward_length", 0).Number("attention.head_count", 0)
            .Number("ssm.conv_kernel", Kernel).Number("ssm.inner_size", Inner).Number("ssm.state_size", State).Number("ssm.time_step_rank", Rank)
            .Real("attention.layer_norm_rms_epsilon", 1e-5f);
        new SyllableVocabulary(Vocabulary).WriteTo(model.Keys);
        Ends(model, tied: false);
        for (var layer = 0; layer < Layers; layer++)
        {
            var at = Layer(layer);
            model.Ones(at + "attn_norm.weight").Matrix(at + "ssm_in", Width, 2 * Inner).Matrix(at + "ssm_conv1d", Kernel, Inner)
                .Tensor(at + "ssm_conv1d.bias", [Inner], _ => 0).Matrix(at + "ssm_x", Inner, Rank + (2 * State)).Matrix(at + "ssm_dt", Rank, Inner)
                .Tensor(at + "ssm_dt.bias", [Inner], i => -4 + (i % 6)).Tensor(at + "ssm_a", [State, Inner], i => -1 - (i % State))
                .Ones(at + "ssm_d", Inner).Matrix(at + "ssm_out", Inner, Width);
        }
        return model;
    }

    /// <summary>Attention in every other layer, and in the others a state of the last few words.</summary>
    private static KindWriter ShortConvolutions()
    {
        const int Kernel = 3;
        var model = new KindWriter("lfm2", Layers).Number("feed_forward_length", Hidden).Number("attention.head_count", Heads)
            .Number("shortconv.l_cache", Kernel).Real("attention.layer_norm_rms_epsilon", 1e-5f);
        model.Keys.Integers("lfm2.attention.head_count_kv", [.. Enumerable.Range(0, Layers).Select(layer => layer % 2 * SharedHeads)]);
        new SyllableVocabulary(Vocabulary).WriteTo(model.Keys);
        model.Matrix("token_embd", Width, Vocabulary, 8).Ones("token_embd_norm.weight").Matrix("output", Width, Vocabulary, 3);
        for (var layer = 0; layer < Layers; layer++)
        {
            var at = Layer(layer);
            model.FeedForward(layer).Ones(at + "ffn_norm.weight").Ones(at + "attn_norm.weight");
            if (layer % 2 == 1) model.Attention(layer).Ones(at + "attn_q_norm.weight", HeadWidth).Ones(at + "attn_k_norm.weight", HeadWidth);
            else model.Matrix(at + "shortconv.conv", Kernel, Width).Matrix(at + "shortconv.in_proj", Width, 3 * Width).Matrix(at + "shortconv.out_proj", Width, Width);
        }
        return model;
    }

    private static KindWriter Ends(KindWriter model, bool tied)
    {
        model.Matrix("token_embd", Width, Vocabulary, tied ? 3 : 8).Ones("output_norm.weight");
        return tied ? model : model.Matrix("output", Width, Vocabulary, 3);
    }

    private static void Norm(KindWriter model, string name) => model.Ones(name + ".weight").Tensor(name + ".bias", [Width], _ => 0);
}
