namespace LensTools.Hdf5;

/// <summary>
/// The exception thrown when part of an HDF5 file cannot be read. The message names the structure and where it starts in the file.
/// </summary>
public abstract class Hdf5Exception : Exception
{
    private protected Hdf5Exception(long offset, string structure, string problem)
        : base($"{structure} at byte {offset}: {problem}")
    {
        Offset = offset;
        Structure = structure;
        Problem = problem;
    }

    /// <summary>Byte offset in the file, from its first byte (including any user block).</summary>
    public long Offset { get; }

    /// <summary>The structure that was being read, by its name in the specification.</summary>
    public string Structure { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; }
}

/// <summary>The bytes do not conform to the HDF5 File Format Specification 3.0: the file is damaged.</summary>
public sealed class Hdf5FormatException : Hdf5Exception
{
    /// <summary>Creates the error of a structure that starts at <paramref name="offset"/> bytes into the file.</summary>
    public Hdf5FormatException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}

/// <summary>
/// The bytes are well formed but use a feature that this reader does not support, such as an unknown filter or a structure
/// of a newer HDF5.
/// </summary>
public sealed class Hdf5NotSupportedException : Hdf5Exception
{
    /// <summary>Creates the error of a structure that starts at <paramref name="offset"/> bytes into the file.</summary>
    public Hdf5NotSupportedException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}

/// <summary>A stored value cannot be converted to the requested type.</summary>
public sealed class Hdf5TypeMismatchException : Hdf5Exception
{
    /// <summary>Creates the error of a value stored in <paramref name="structure"/>.</summary>
    public Hdf5TypeMismatchException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}
