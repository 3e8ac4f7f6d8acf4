"""What a person should look at in a fact table: facts that get in each other's way, age, or lost their source."""
