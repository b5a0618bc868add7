namespace LensTools.Hdf5;

/// <summary>
/// The bytes of a file are not what the HDF5 File Format Specification 3.0 asks for. The message names the
/// structure, the byte offset in the file, what was found and what was expected.
/// </summary>
public class Hdf5FormatException : Exception
{
    /// <summary>Creates the error of a structure that starts at <paramref name="offset"/> bytes into the file.</summary>
    public Hdf5FormatException(long offset, string structure, string problem)
        : base($"{structure} at byte {offset}: {problem}")
    {
        Offset = offset;
        Structure = structure;
        Problem = problem;
    }

    /// <summary>Byte offset in the file, counted from its first byte (a user block included).</summary>
    public long Offset { get; }

    /// <summary>The structure that was being read, by its name in the specification.</summary>
    public string Structure { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; }
}

/// <summary>The bytes are well formed but use a feature that this reader does not have, such as an unknown filter.</summary>
public sealed class Hdf5UnsupportedException : Hdf5FormatException
{
    /// <summary>Creates the error of a structure that starts at <paramref name="offset"/> bytes into the file.</summary>
    public Hdf5UnsupportedException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}

/// <summary>A stored value cannot be given as the type that was asked for.</summary>
public sealed class Hdf5ConversionException : Hdf5FormatException
{
    /// <summary>Creates the error of a value stored in <paramref name="structure"/>.</summary>
    public Hdf5ConversionException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}
