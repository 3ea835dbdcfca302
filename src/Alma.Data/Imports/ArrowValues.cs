using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Alma.Data.Imports;

/// <summary>What Arrow's types are here, and the value that a row has in an array of one.</summary>
internal static class ArrowValues
{
    private const string ImageBytes = "bytes"; // of Hugging Face's images, beside their path

    public static TypedKind Kind(IArrowType type) => type switch
    {
        BooleanType => TypedKind.Boolean,
        Date32Type or Date64Type or TimestampType => TypedKind.Time,
        StringType or LargeStringType or StringViewType => TypedKind.Text,
        BinaryType or LargeBinaryType or BinaryViewType => TypedKind.Image,
        DictionaryType dictionary =>
            Kind(dictionary.ValueType) is var kind and (TypedKind.Text or TypedKind.Number) ? kind : TypedKind.Other,
        StructType structure => PlaceOfBytes(structure) >= 0 ? TypedKind.Image : TypedKind.Other,
        ListType list => OfList(list.ValueDataType),
        LargeListType list => OfList(list.ValueDataType),
        FixedSizeListType list => OfList(list.ValueDataType),
        NumberType or Decimal128Type or Decimal256Type => TypedKind.Number,
        _ => TypedKind.Other,
    };

    /// <returns>As <see cref="ITypedFile.Rows"/> has values.</returns>
    public static object? At(IArrowArray values, int row, TypedKind kind)
    {
        if (values.IsNull(row)) return null;
        return (kind, values) switch
        {
            (TypedKind.Image, StructArray structure) => At(
                structure.Fields[PlaceOfBytes((StructType)structure.Data.DataType)], row, TypedKind.Image),
            (TypedKind.Numbers, ListArray list) => Numbers(list.GetSlicedValues(row)),
            (TypedKind.Numbers, LargeListArray list) => Numbers(list.GetSlicedValues(row)),
            (TypedKind.Numbers, FixedSizeListArray list) => Numbers(list.GetSlicedValues(row)),
            (_, DictionaryArray dictionary) => At(dictionary.Dictionary, (int)(double)At(dictionary.Indices, row, TypedKind.Number)!, kind),
            (TypedKind.Number, _) => Number(values, row),
            (TypedKind.Boolean, BooleanArray truths) => truths.GetValue(row),
            (TypedKind.Time, _) => Time(values, row),
            // Not by GetString, which reads wherever a damaged offset leads.
            (TypedKind.Text, _) => Encoding.UTF8.GetString(Bytes(values, row)),
            (TypedKind.Image, _) => Bytes(values, row).ToArray(),
            _ => throw Unannounced(values),
        };
    }

    private static TypedKind OfList(IArrowType values) => Kind(values) == TypedKind.Number ? TypedKind.Numbers : TypedKind.Other;

    private static int PlaceOfBytes(StructType structure)
    {
        for (var k = 0; k < structure.Fields.Count; k++)
            if (structure.Fields[k].Name == ImageBytes && Kind(structure.Fields[k].DataType) == TypedKind.Image) return k;
        return -1;
    }

    private static double?[] Numbers(IArrowArray values) =>
        [.. Enumerable.Range(0, values.Length).Select(row => values.IsNull(row) ? null : (double?)Number(values, row))];

    private static double Number(IArrowArray values, int row) => values switch
    {
        Int8Array array => array.Values[row],
        Int16Array array => array.Values[row],
        Int32Array array => array.Values[row],
        Int64Array array => array.Values[row],
        UInt8Array array => array.Values[row],
        UInt16Array array => array.Values[row],
        UInt32Array array => array.Values[row],
        UInt64Array array => array.Values[row],
        HalfFloatArray array => (double)array.Values[row],
        FloatArray array => array.Values[row],
        DoubleArray array => array.Values[row],
        Decimal128Array array => (double)array.GetValue(row)!.Value,
        Decimal256Array array => (double)array.GetValue(row)!.Value,
        _ => throw Unannounced(values),
    };

    private static ReadOnlySpan<byte> Bytes(IArrowArray values, int row) => values switch
    {
        BinaryArray array => array.GetBytes(row), // StringArray is one too, and so on
        LargeBinaryArray array => array.GetBytes(row),
        BinaryViewArray array => array.GetBytes(row),
        _ => throw Unannounced(values),
    };

    private static DateTime Time(IArrowArray values, int row)
    {
        var time = values switch
        {
            Date32Array array => array.GetDateTime(row)!.Value,
            Date64Array array => array.GetDateTime(row)!.Value,
            TimestampArray array => array.GetTimestamp(row)!.Value.UtcDateTime,
            _ => throw Unannounced(values),
        };
        return DateTime.SpecifyKind(time, DateTimeKind.Utc);
    }

    private static InvalidDataException Unannounced(IArrowArray values) =>
        new($"an array of {values.Data.DataType.Name} where another was announced");
}
