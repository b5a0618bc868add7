namespace LensTools.Hdf5.Filters;

/// <summary>The adaptive entropy decoder of CCSDS 121.0-B-3 (sections 3 to 5) for unsigned samples of up to 24 bits.</summary>
internal ref struct RiceDecoder(ReadOnlySpan<byte> stream, int sampleBits, int blockSize, bool isPredicted)
{
    // A run of blocks of zeros that is coded with this length continues to the end of its segment of 64 blocks (5.1.4).
    private const int RestOfSegment = 5, SegmentBlocks = 64;

    private readonly int _identifierBits = sampleBits > 16 ? 5 : sampleBits > 8 ? 4 : 3;
    private readonly Span<uint> _block = new uint[blockSize];
    private BitReader _bits = new(stream);

    /// <summary>
    /// Decodes lines of <paramref name="lineLength"/> samples until <paramref name="samples"/> is full. Every line
    /// starts with an uncoded sample and is padded to whole blocks.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream is damaged or ends too early.</exception>
    public void Decode(Span<uint> samples, int lineLength)
    {
        for (int start = 0; start < samples.Length; start += lineLength)
        {
            Span<uint> line = samples[start..Math.Min(samples.Length, start + lineLength)];
            DecodeLine(line, (lineLength + blockSize - 1) / blockSize);
            if (isPredicted) Predict(line);
        }
    }

    private void DecodeLine(Span<uint> line, int blocks)
    {
        for (int block = 0; block < blocks && block * blockSize < line.Length;)
        {
            int zeroBlocks = DecodeBlock(isPredicted && block == 0, block, blocks);
            int end = Math.Min(line.Length, (block + Math.Max(1, zeroBlocks)) * blockSize);
            Span<uint> target = line[(block * blockSize)..end];
            if (zeroBlocks > 0)
            {
                target.Clear();
                // Only the first sample of a line can differ from zero in such a run: it is the reference.
                if (block == 0) target[0] = _block[0];
                block += zeroBlocks;
            }
            else
            {
                _block[..target.Length].CopyTo(target);
                block++;
            }
        }
    }

    // One coded data set; returns the number of zero blocks, or 0 if it filled one block.
    private int DecodeBlock(bool hasReference, int block, int blocks)
    {
        int option = (int)_bits.Read(_identifierBits);
        if (option == 0)
        {
            bool isSecondExtension = _bits.Read(1) == 1;
            _block[0] = hasReference ? (uint)_bits.Read(sampleBits) : 0;
            if (!isSecondExtension) return ZeroBlocks(block, blocks);
            SecondExtension(hasReference);
        }
        else if (option == (1 << _identifierBits) - 1)
        {
            foreach (ref uint sample in _block) sample = (uint)_bits.Read(sampleBits);
        }
        else
        {
            SplitSamples(hasReference, option - 1);
        }
        return 0;
    }

    private int ZeroBlocks(int block, int blocks)
    {
        int count = _bits.ReadUnary() + 1;
        if (count == RestOfSegment) return Math.Min(blocks - block, SegmentBlocks - (block % SegmentBlocks));
        return Math.Min(blocks - block, count > RestOfSegment ? count - 1 : count);
    }

    // The low bits of each sample follow the unary codes of the high ones (3.4).
    private void SplitSamples(bool hasReference, int lowBits)
    {
        int first = 0;
        if (hasReference) _block[first++] = (uint)_bits.Read(sampleBits);
        for (int i = first; i < blockSize; i++) _block[i] = (uint)_bits.ReadUnary() << lowBits;
        if (lowBits == 0) return;
        for (int i = first; i < blockSize; i++) _block[i] |= (uint)_bits.Read(lowBits);
    }

    // A pair of small samples a, b is coded as (a + b)(a + b + 1)/2 + b (3.5); a reference is the first of its pair.
    private void SecondExtension(bool hasReference)
    {
        for (int i = 0; i < blockSize; i += 2)
        {
            uint code = (uint)_bits.ReadUnary(), sum = 0;
            while ((sum + 1) * (sum + 2) / 2 <= code) sum++;
            uint second = code - (sum * (sum + 1) / 2);
            if (i > 0 || !hasReference) _block[i] = sum - second;
            _block[i + 1] = second;
        }
    }

    // Each sample but the first is its difference from the one before, mapped to a non-negative number (4.3).
    private readonly void Predict(Span<uint> line)
    {
        uint largest = (uint)((1L << sampleBits) - 1), value = line[0];
        for (int i = 1; i < line.Length; i++)
        {
            uint mapped = line[i], toEdge = Math.Min(value, largest - value);
            if (mapped <= 2 * toEdge) value = (mapped & 1) == 0 ? value + (mapped / 2) : value - ((mapped + 1) / 2);
            else value = value > toEdge ? value - (mapped - toEdge) : value + (mapped - toEdge);
            value &= largest;
            line[i] = value;
        }
    }
}
