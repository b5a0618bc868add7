namespace LensTools.Hdf5;

/// <summary>What datasets and attributes have in common: a shape, a type and values.</summary>
public interface IHdf5Value
{
    /// <summary>The name of the dataset or attribute.</summary>
    string Name { get; }

    /// <summary>How one element is stored.</summary>
    Hdf5Datatype Datatype { get; }

    /// <summary>The shape.</summary>
    Hdf5Dataspace Dataspace { get; }

    /// <summary>Every element as <typeparamref name="T"/>, in row-major order.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not numbers, or one does not fit into
    /// <typeparamref name="T"/>.</exception>
    T[] Read<T>()
        where T : unmanaged, System.Numerics.INumber<T>;

    /// <summary>Every element as text, in row-major order; padding is removed.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not text.</exception>
    string[] ReadStrings();

    /// <summary>The bytes of every variable-length element, as its base type stores them.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not sequences.</exception>
    byte[][] ReadSequences();

    /// <summary>Every element of a compound type.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not compounds.</exception>
    Hdf5Records ReadRecords();

    /// <summary>Every element as a reference.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not references.</exception>
    Hdf5Reference[] ReadReferences();

    /// <summary>The bytes of every element as stored, with filters undone.</summary>
    byte[] ReadRaw();
}
