namespace LensTools.Engine.Formats;

/// <summary>A reader recognised the layout, and found something else in it than data of its kind.</summary>
internal sealed class NotADatasetException(string reason) : Exception(reason);
