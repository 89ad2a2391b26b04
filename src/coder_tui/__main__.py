from coder_tui.cli.main import main

main()
