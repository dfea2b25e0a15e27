import CLI

ImgscanCommand.run()
