"""What ./run says before it starts anything."""

import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_with_port(port):
    answer = subprocess.run(
        ["./run"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PORT": port},
        capture_output=True,
        text=True,
        timeout=20,
    )
    return answer.returncode, answer.stderr.strip().split("\n")


def test_run_names_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = run_with_port(port)

    assert answer == (
        1,
        [
            f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ โปรดเลือกพอร์ตอื่น เช่น PORT=8001 ./run",
            f"Port {port} is in use. Choose another one: PORT=8001 ./run",
        ],
    )


def test_run_names_a_port_that_is_no_number():
    assert run_with_port("eighty") == (
        1,
        ['PORT ต้องเป็นตัวเลข ไม่ใช่ "eighty"', 'PORT must be a number, not "eighty".'],
    )
