"""What do real daemons keep of their promises when processes, databases and disks fail?"""
