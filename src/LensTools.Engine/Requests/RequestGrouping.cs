namespace LensTools.Engine.Requests;

/// <summary>Who is written to.</summary>
public enum RequestGrouping
{
    /// <summary>Whoever uploaded the data, by the label <c>uploader</c>; where that is missing, the facility.</summary>
    Uploader,
    /// <summary>The facility that the data come from; where that is not known, the folder.</summary>
    Facility,
    /// <summary>One letter for each folder.</summary>
    Folder,
}
