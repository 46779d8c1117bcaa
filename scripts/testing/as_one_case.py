"""Runs a program as one test case: passed if it ends with status 0.   as_one_case.py PROGRAM [arguments...]"""

import subprocess
import sys

failed = subprocess.run(sys.argv[1:]).returncode != 0
print(f"{int(not failed)} passed, {int(failed)} failed")
sys.exit(failed)
