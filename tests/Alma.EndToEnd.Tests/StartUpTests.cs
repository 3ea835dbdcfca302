using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>What alma can do without loading LibTorch, which takes most of the time to start. bench/startup measures how soon.</summary>
public sealed class StartUpTests(StartUpTests.ManagedProgram managed) : IClassFixture<StartUpTests.ManagedProgram>
{
    [Theory]
    [InlineData("--help")]
    [InlineData("runs")]
    [InlineData("config list")]
    [InlineData("config show digits/gmoe")]
    [InlineData("data list")]
    [InlineData("query --schema")]
    public void Command_ThatComputesNothing_WorksWhereLibTorchIsMissing(string command) => managed.Run(command).Succeeded();

    [Theory]
    [InlineData("predict RUN --data digits --csv")]
    [InlineData("evaluate RUN --data digits")]
    [InlineData("export-model RUN -o model.onnx")]
    public void Command_ThatUsesAModel_WorksWhereLibTorchIsMissing(string command) => managed.Run(command).Succeeded();

    [Fact]
    public void Command_ThatComputes_FailsWhereLibTorchIsMissing() => Assert.NotEqual(0, managed.Run("doctor").ExitCode);

    /// <summary>
    /// The managed part of the program and ONNX Runtime alone, in a folder with a run. The list of its parts is left out too, since it
    /// names the others.
    /// </summary>
    public sealed class ManagedProgram : IDisposable
    {
        private readonly Workplace workplace = new();

        public ManagedProgram()
        {
            workplace.Alma("run", "stop_after=1", "clmodel.max_epochs=1").Succeeded();
            var folder = Directory.CreateDirectory(workplace.In("managed"));
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
                .Concat(Directory.GetFiles(AppContext.BaseDirectory, "libonnxruntime.so", SearchOption.AllDirectories))
                .Append(Path.Combine(AppContext.BaseDirectory, "alma.runtimeconfig.json")))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        public void Dispose() => workplace.Dispose();

        /// <param name="command">In which RUN is the run.</param>
        internal ProgramResult Run(string command)
        {
            var typed = command.Replace("RUN", $"'{workplace.NewestRun().Path}'", StringComparison.Ordinal);
            return workplace.Bash($"ALMA_CONFIGS='{Repository.In("configs")}' dotnet '{workplace.In("managed/alma.dll")}' {typed}");
        }
    }
}
