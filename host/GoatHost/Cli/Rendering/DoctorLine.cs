namespace GoatHost.Cli.Rendering;

/// <summary>How much a finding of the doctor matters.</summary>
internal enum DoctorMark { Ok, Note, Broken }

/// <summary>One finding of the doctor: what was looked at, how it is, and what to do when it is not well.</summary>
internal sealed record DoctorLine(DoctorMark Mark, string What, string Detail)
{
    public static DoctorLine Ok(string what, string detail) => new(DoctorMark.Ok, what, detail);
    public static DoctorLine Note(string what, string detail) => new(DoctorMark.Note, what, detail);
    public static DoctorLine Broken(string what, string detail) => new(DoctorMark.Broken, what, detail);

    public override string ToString() => $"{Name,-7} {SafeText.Line(What)}: {SafeText.Line(Detail)}";

    private string Name => Mark switch
    {
        DoctorMark.Ok => "ok",
        DoctorMark.Note => "note",
        _ => "BROKEN",
    };
}
