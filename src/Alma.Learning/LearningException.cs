namespace Alma.Learning;

/// <summary>What was asked of the learner cannot be done; the message is for the user and says what would help.</summary>
public class LearningException : Exception
{
    public LearningException(string message) : base(message) { }
}
