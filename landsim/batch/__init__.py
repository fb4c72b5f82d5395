"""Many runs: experiment files, the store of their results, the processes that do them, and their progress."""
