using System.Diagnostics;
using System.Net.Sockets;

namespace Alma.Runs.Tests.Files;

/// <summary>What can stand where a file is expected, of each kind one.</summary>
internal static class OddFiles
{
    public static Dictionary<string, Action<string>> All { get; } = new()
    {
        ["pipe"] = MakePipe,
        ["link to a device"] = path => File.CreateSymbolicLink(path, "/dev/zero"),
        ["link to a pipe"] = path =>
        {
            MakePipe(path + ".pipe");
            File.CreateSymbolicLink(path, path + ".pipe");
        },
        ["socket"] = MakeSocket,
        ["folder"] = path => Directory.CreateDirectory(path),
        ["link to itself"] = path => File.CreateSymbolicLink(path, path),
    };

    public static void MakePipe(string path)
    {
        using var program = Process.Start(new ProcessStartInfo("mkfifo", [path]))!;
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
    }

    private static void MakeSocket(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
    }
}
