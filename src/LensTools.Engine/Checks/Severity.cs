namespace LensTools.Engine.Checks;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>The rule is not applied.</summary>
    Off,
    /// <summary>Worth knowing; nothing follows from it.</summary>
    Information,
    /// <summary>The data can be used with care.</summary>
    Warning,
    /// <summary>The data cannot be used as they are.</summary>
    Error,
}
