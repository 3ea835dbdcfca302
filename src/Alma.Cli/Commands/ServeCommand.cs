using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Serving.Models;

namespace Alma.Cli.Commands;

/// <summary><c>alma serve</c>: a web server that predicts with what a run has learned.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 8080;
    private const int HighestPort = 65535;

    public static Command Create()
    {
        var model = new Argument<string>("model")
        {
            Description = "A run folder, a registry of models, a model (model.onnx), or a folder of models, one for each version."
        };
        var port = new Option<int>("--port")
        {
            Description = "Where it listens; 0 for a port that is free.",
            DefaultValueFactory = _ => UsualPort,
            HelpName = "number"
        };
        var host = new Option<string>("--host")
        {
            Description = "The address it listens at: only this machine reaches localhost, others what is named here, such as 0.0.0.0.",
            DefaultValueFactory = _ => "localhost",
            HelpName = "address"
        };
        var name = new Option<string?>("--name") { Description = "What the model is called in addresses.", HelpName = "name" };
        var tokenFile = new Option<string?>("--token-file")
        {
            Description = $"A file with a token that every request must bring. Default: what {ServeSession.TokenVariable} says, if set.",
            HelpName = "path"
        };
        var limits = new ServeLimits();
        var command = new Command("serve", "Serve a model over HTTP: to programs by the Open Inference Protocol, to people by a page.")
        {
            model,
            port,
            host,
            name,
            tokenFile
        };
        limits.AddTo(command);
        port.Validators.Add(RefusePort);
        command.SetAction(async (parsed, _) =>
        {
            var options = limits.Read(parsed) with
            {
                Name = parsed.GetValue(name),
                Token = ServeSession.Token(parsed.GetValue(tokenFile))
            };
            var session = new ServeSession(parsed.GetValue(model)!, options);
            using var interruption = new Interruption();
            return await interruption.ReportAsync(() =>
                session.RunAsync(parsed.GetValue(host)!, parsed.GetValue(port), interruption.Token));
        });
        return AlmaCommand.WithExamples(
            command,
            "alma serve runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b",
            "alma serve model.onnx --port 9000",
            "alma serve models --host 0.0.0.0 --token-file token.txt");
    }

    private static void RefusePort(OptionResult result)
    {
        if (result.Errors.Any() || result.Tokens is not [var token] || !int.TryParse(token.Value, out var port)) return;
        if (port is < 0 or > HighestPort) throw new ModelException($"--port {port}: valid are 0 to {HighestPort}.");
    }
}
