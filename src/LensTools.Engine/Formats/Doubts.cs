using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats;

/// <summary>Doubts that follow from the signals themselves, whatever their format.</summary>
internal static class Doubts
{
    /// <summary>That of a unit of Q that was guessed.</summary>
    public static IEnumerable<Doubt> OfUnit(Signal signal)
    {
        if (signal.IsAgainstQ && signal.X.UnitBasis == Basis.Guessed)
            yield return new Doubt(DoubtKind.AssumedUnit, signal.Location, "the unit of Q is not stated", Curves.QUnit);
    }
}
