using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>The commands that are spoken here, and the longest payload each can have.</summary>
internal static class Commands
{
    public const string Version = "version", Verack = "verack", WtxidRelay = "wtxidrelay", SendAddrV2 = "sendaddrv2";
    public const string Ping = "ping", Pong = "pong", SendHeaders = "sendheaders", GetHeaders = "getheaders", Headers = "headers";
    public const string GetData = "getdata", Block = "block", NotFound = "notfound", Inv = "inv";

    /// <summary>No message of the protocol is longer (MAX_PROTOCOL_MESSAGE_LENGTH).</summary>
    public const int Longest = 4_000_000;

    private const int MaximumInventory = 9 + InventoryList.Maximum * InventoryList.EntrySize;

    /// <summary>What is not known here may be something new, and is read over; it has no business being long.</summary>
    private const int MaximumUnknown = 1 << 20;

    /// <summary>The longest payload that a command may announce.</summary>
    public static int Limit(string command) => command switch
    {
        Version => 1024,
        Verack or WtxidRelay or SendAddrV2 or SendHeaders or "mempool" or "getaddr" => 0,
        Ping or Pong or "feefilter" => 8,
        "sendcmpct" => 9,
        Headers => 9 + HeadersMessage.Maximum * (BlockHeader.Size + 1),
        GetHeaders or "getblocks" => 4 + 9 + 101 * 32 + 32,
        GetData or Inv or NotFound => MaximumInventory,
        "addr" => 9 + 1000 * 30,
        "addrv2" => 9 + 1000 * (4 + 9 + 1 + 3 + 512 + 2),
        "reject" or "alert" => 4096,
        Block or "cmpctblock" or "tx" => Longest,
        _ => MaximumUnknown,
    };
}
