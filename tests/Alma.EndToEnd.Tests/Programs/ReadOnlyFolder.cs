namespace Alma.EndToEnd.Tests.Programs;

/// <summary>Keeps a folder of a workplace from being written until it is disposed: for root, whom rights do not bind, by a mount.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly Workplace workplace;
    private readonly string undo;

    public ReadOnlyFolder(Workplace workplace, string name)
    {
        this.workplace = workplace;
        var mount = $"mount --bind '{name}' '{name}' && mount -o remount,bind,ro '{name}'";
        undo = Environment.IsPrivilegedProcess ? $"umount -l '{name}'" : $"chmod u+w '{name}'";
        var made = workplace.Bash(Environment.IsPrivilegedProcess ? mount : $"chmod a-w '{name}'");
        if (made.ExitCode == 0) return;
        Dispose();
        Assert.Skip($"A folder cannot be made read-only here. {string.Join(' ', made.Errors)}");
    }

    public void Dispose() => workplace.Bash(undo);
}
