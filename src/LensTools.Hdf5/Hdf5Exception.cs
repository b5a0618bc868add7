namespace LensTools.Hdf5;

/// <summary>
/// Why something of an HDF5 file cannot be given. The message names the structure and where it starts in the file.
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

    /// <summary>Byte offset in the file, counted from its first byte (a user block included).</summary>
    public long Offset { get; }

    /// <summary>The structure that was being read, by its name in the specification.</summary>
    public string Structure { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; }
}

/// <summary>The bytes are not what the HDF5 File Format Specification 3.0 asks for: the file is damaged.</summary>
public sealed class Hdf5FormatException : Hdf5Exception
{
    /// <summary>Creates the error of a structure that starts at <paramref name="offset"/> bytes into the file.</summary>
    public Hdf5FormatException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}

/// <summary>
/// The bytes are well formed but use a feature that this reader does not have, such as an unknown filter or a structure
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

/// <summary>A stored value cannot be given as the type that was asked for.</summary>
public sealed class Hdf5TypeMismatchException : Hdf5Exception
{
    /// <summary>Creates the error of a value stored in <paramref name="structure"/>.</summary>
    public Hdf5TypeMismatchException(long offset, string structure, string problem)
        : base(offset, structure, problem)
    {
    }
}
