namespace GoatHost.Composition.Logs;

/// <summary>The ids of the program's own log events: 600 and on, after the engine's rooms.</summary>
internal static class ProgramEvents
{
    public const int CommandFailed = 600;
    public const int CommandSaid = 601;
    public const int RequestFailed = 602;
    public const int RequestFailedDetail = 603;
    public const int ControlFailed = 604;
    public const int ControlFailedDetail = 605;
    public const int OptionUnknown = 620;
}
