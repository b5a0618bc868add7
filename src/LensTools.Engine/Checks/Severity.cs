namespace LensTools.Engine.Checks;

/// <summary>The severity of a finding.</summary>
public enum Severity
{
    /// <summary>The rule is not applied.</summary>
    Off,
    /// <summary>Worth knowing, but without consequences.</summary>
    Information,
    /// <summary>The data can be used with care.</summary>
    Warning,
    /// <summary>The data cannot be used as they are.</summary>
    Error,
}
