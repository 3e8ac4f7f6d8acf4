"""What happens when somebody presses a button: one file a button, all of them for messages of any age."""
