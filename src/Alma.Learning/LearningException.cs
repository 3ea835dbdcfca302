namespace Alma.Learning;

/// <summary>What was asked of the learner cannot be done; the message is for the user and says what would help.</summary>
public class LearningException : Exception
{
    private readonly SettingText? text;

    public LearningException(string message) : base(message) { }

    /// <param name="text">An interpolated string, with each setting that it is about as <see cref="LearningSetting"/>.</param>
    public LearningException(SettingText text) : base(text?.ToString()) => this.text = text;

    /// <summary>The message with the settings under the names that its reader knows them by.</summary>
    public string MessageWith(Func<LearningSetting, string> nameOf) => text?.With(nameOf) ?? Message;
}
