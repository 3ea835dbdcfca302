using System.Globalization;
using System.Text.Json.Nodes;

namespace Alma.Testing;

/// <summary>A checkpoint that is well-formed, of a right checksum, and wrong in one thing.</summary>
/// <param name="What">Is wrong with it.</param>
public sealed record WrongCheckpoint(string What, Func<byte[]> File)
{
    private static readonly string[] numbers =
        ["-1", "0", "1", "2147483647", "-2147483648", "9223372036854775807", "1e300", "1e999", "0.5", "null", "\"x\"", "[]", "{}"];

    /// <summary>
    /// Every number, text, list and object of the state, and every tensor's name, shape, type and values, changed in every way.
    /// </summary>
    public static IEnumerable<WrongCheckpoint> AllOf(byte[] file)
    {
        var sound = CheckpointText.Of(file);
        return [.. OfState(sound), .. OfMetadata(sound), .. sound.Tensors.SelectMany((tensor, k) => OfTensor(sound, tensor, k))];
    }

    private static IEnumerable<WrongCheckpoint> OfState(CheckpointText sound) =>
        from path in Paths(sound.State, [])
        from other in Others(Find(sound.State, path)!)
        select new WrongCheckpoint($"state: {string.Join('.', path)} is {other}", () => sound.File(Replaced(sound.State, path, other)));

    private static IEnumerable<WrongCheckpoint> OfMetadata(CheckpointText sound) =>
        from key in sound.Metadata.Select(entry => entry.Key)
        where key.StartsWith("alma.", StringComparison.Ordinal) && key != "alma.sha256"
        from text in new[] { null, "", "null", "[]", "{\"seed\":null}" }
        where key != "alma.state"
        select new WrongCheckpoint(
            $"metadata: {key} is {text ?? "null"}", () => (sound with { Metadata = With(sound.Metadata, key, text) }).File());

    private static IEnumerable<WrongCheckpoint> OfTensor(CheckpointText sound, TensorText tensor, int place)
    {
        var count = tensor.Shape.Aggregate(1L, (product, length) => product * length);
        var size = count == 0 ? 8 : tensor.Values.Length / (int)count;
        TensorText[] shapes =
        [
            tensor with { Shape = [count] }, tensor with { Shape = [1, count] }, tensor with { Shape = [.. tensor.Shape.Reverse()] },
            tensor with { Shape = [.. Enumerable.Repeat(1L, 70), count] },
            tensor with { Shape = [0], Values = [] }, tensor with { Shape = [0, 9_000_000_000_000_000_000], Values = [] },
            tensor with { Shape = [count + 1], Values = [.. tensor.Values, .. new byte[size]] },
            tensor with { Shape = [], Values = tensor.Values.Length < size ? new byte[size] : tensor.Values[..size] },
            tensor with { Shape = [1], Values = tensor.Values.Length < size ? new byte[size] : tensor.Values[..size] },
            .. count > 1 ? [tensor with { Shape = [count - 1], Values = tensor.Values[..^size] }] : Array.Empty<TensorText>(),
        ];
        TensorText[] types = [.. new[] { "F32", "F64", "I64", "U8" }.Where(type => type != tensor.Type)
            .Select(type =>
                tensor with
                {
                    Type = type,
                    Shape = [tensor.Values.Length / SizeOf(type)],
                    Values = tensor.Values[..(tensor.Values.Length / SizeOf(type) * SizeOf(type))]
                })];
        TensorText[] values = [.. Values(tensor.Type).SelectMany(value =>
            tensor.Values.Length == 0 ? [] : new[] { With(tensor, value, 0), With(tensor, value, tensor.Values.Length - value.Length) })];
        var other = sound.Tensors[(place + 1) % sound.Tensors.Count];
        TensorText[] swapped =
        [
            tensor with { Values = other.Values, Shape = other.Shape, Type = other.Type },
            tensor with { Name = tensor.Name + "x" },
            tensor with { Name = "" }
        ];
        return new[] { shapes, types, values, swapped }.SelectMany((changed, kind) => changed.Select((next, k) => new WrongCheckpoint(
            $"tensor {tensor.Name}: {new[] { "shape", "type", "value", "swap" }[kind]} {k}",
            () => (sound with { Tensors = [.. sound.Tensors.Select((each, p) => p == place ? next : each)] }).File())));
    }

    private static int SizeOf(string type) => type switch { "U8" => 1, "F32" => 4, _ => 8 };

    private static byte[][] Values(string type) => type switch
    {
        "F32" => [.. new[] { float.NaN, float.PositiveInfinity, -1e30f, 0 }.Select(BitConverter.GetBytes)],
        "F64" => [.. new[] { double.NaN, double.NegativeInfinity, 1e300, 0 }.Select(BitConverter.GetBytes)],
        "I64" => [.. new[] { -1, 0, int.MaxValue, long.MaxValue, long.MinValue }.Select(BitConverter.GetBytes)],
        _ => [[255]],
    };

    private static TensorText With(TensorText tensor, byte[] value, int at)
    {
        var values = (byte[])tensor.Values.Clone();
        if (at >= 0 && at + value.Length <= values.Length) value.CopyTo(values, at);
        return tensor with { Values = values };
    }

    private static JsonObject With(JsonObject metadata, string key, string? text)
    {
        var changed = metadata.DeepClone().AsObject();
        changed[key] = text;
        return changed;
    }

    private static IEnumerable<string[]> Paths(JsonNode? node, string[] path) => node switch
    {
        JsonObject section => section.SelectMany(entry => Paths(entry.Value, [.. path, entry.Key])).Concat(path.Length == 0 ? [] : [path]),
        JsonArray list => list.SelectMany((item, k) => Paths(item, [.. path, $"{k}"])).Append(path),
        null => [],
        _ => [path],
    };

    private static JsonNode? Find(JsonNode top, string[] path) =>
        path.Aggregate(
            (JsonNode?)top, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : node![step]);

    private static IEnumerable<string> Others(JsonNode node) => node switch
    {
        JsonArray list =>
        [
            "null", "[]", "[null]", "{}", $"[{string.Join(',', list.Select(Text).Append(list.Count == 0 ? "1" : Text(list[0])))}]",
            $"[{string.Join(',', list.Skip(1).Select(Text))}]", "[[],[[],[]]]"
        ],
        JsonObject => ["null", "{}", "[]", "1"],
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.Number => [.. numbers, Next(node, 1), Next(node, -1)],
        _ => ["null", "\"\"", "\"vgg\"", "\"multilayer_perceptron\"", "\"random\"", "7", "true"],
    };

    private static string Next(JsonNode node, int step) =>
        (double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) + step).ToString("R", CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string Replaced(JsonObject state, string[] path, string text)
    {
        const string mark = "\"@@\"";
        var changed = state.DeepClone();
        var parent = Find(changed, path[..^1])!;
        if (parent is JsonArray list) list[int.Parse(path[^1], CultureInfo.InvariantCulture)] = "@@";
        else parent[path[^1]] = "@@";
        return changed.ToJsonString().Replace(mark, text, StringComparison.Ordinal);
    }
}
