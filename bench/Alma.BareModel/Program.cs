// The bare call of ONNX Runtime in a loop, to compare servers with: MODEL BATCH SECONDS BODY. Prints calls a second, the middle and the
// 99th percentile of their milliseconds, and the length of the JSON in BODY, which it writes: a request of that batch in Triton's binary
// form.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.ML.OnnxRuntime;

var culture = CultureInfo.InvariantCulture;
if (args is not [var model, var batchText, var secondsText, var body])
{
    Console.Error.WriteLine("Usage: MODEL BATCH SECONDS BODY");
    return 2;
}

var (batch, seconds) = (int.Parse(batchText, culture), double.Parse(secondsText, culture));
// As alma serve opens it: threads that wait sleep. Where they spin, others on the same processors make single calls ten times slower.
using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, EnableMemoryPattern = false };
options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
using var session = new InferenceSession(model, options);
var metadata = session.InputMetadata["input"];
long[] shape = [batch, .. metadata.Dimensions.Skip(1).Select(side => (long)side)];
var isImage = metadata.ElementType == typeof(byte);
var count = (int)shape.Aggregate(1L, (product, side) => product * side);
var random = new Random(0);
var bytes = new byte[count * (isImage ? 1 : sizeof(float))];
if (isImage) random.NextBytes(bytes);
var json = $$$"""
    {"inputs":[{"name":"input","shape":[{{{string.Join(",", shape)}}}],"datatype":"{{{(isImage ? "UINT8" : "FP32")}}}",
    "parameters":{"binary_data_size":{{{bytes.Length}}}}}],"outputs":[{"name":"probabilities","parameters":{"binary_data":true}}]}
    """;
await using (var file = new FileStream(body, FileMode.Create)) await file.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(json), .. bytes]);

using var input = isImage
    ? OrtValue.CreateTensorValueFromMemory(bytes, shape)
    : OrtValue.CreateTensorValueFromMemory(new float[count], shape);
using var run = new RunOptions();
var times = new List<double>();
for (var (k, started) = (0, Stopwatch.GetTimestamp()); k < 20 || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; k++)
{
    var from = Stopwatch.GetTimestamp();
    using var outputs = session.Run(run, ["input"], [input], ["probabilities"]);
    if (k >= 10) times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
}

times.Sort();
Console.WriteLine(string.Create(
    culture,
    $"{1000 * times.Count / times.Sum():0.0} {times[times.Count / 2]:0.000} {times[times.Count * 99 / 100]:0.000} "
    + $"{Encoding.UTF8.GetByteCount(json)}"));
return 0;
