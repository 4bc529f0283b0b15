"""What do people and programs see and do over HTTP? Pages and the API, one folder each."""
