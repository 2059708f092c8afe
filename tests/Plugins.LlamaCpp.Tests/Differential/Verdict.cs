namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>What llama.cpp did with a file.</summary>
internal enum Verdict : byte
{
    Accepted = (byte)'a',
    Refused = (byte)'r',

    /// <summary>It ended the process.</summary>
    Died = (byte)'x',
}
