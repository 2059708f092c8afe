namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Checks the numbers of a mixture of experts, each of which llama.cpp asserts.</summary>
internal static class GgufExperts
{
    // LLAMA_MAX_EXPERTS.
    private const int Most = 1024;

    public static void Check(GgufConsistency header)
    {
        var all = header.Whole("expert_count") ?? 0;
        var used = header.Each("expert_used_count").DefaultIfEmpty(0).Max();
        var groups = header.Whole("expert_group_count") ?? 0;
        var usedGroups = header.Whole("expert_group_used_count") ?? 0;
        // llama.cpp takes these two for dense models whatever they say of experts.
        if (all <= 1 && header.Architecture is "hunyuan-dense" or "hunyuan_vl") return;
        if (all is < 0 or > Most) throw header.Refuse(header.Key("expert_count"), $"it says that it has {all} experts, more than {Most}");
        if (used > all || (used <= 0 && all > 0)) throw header.Refuse(header.Key(used > 0 ? "expert_used_count" : "expert_count"), $"it says that it uses {used} of its {all} experts");
        if (groups > 0 && (groups >= all || (groups > 1 && (all % groups != 0 || usedGroups <= 0 || usedGroups >= groups))))
            throw header.Refuse(header.Key("expert_group_count"), $"its {all} experts are in {groups} groups, of which {usedGroups} are used");
    }
}
