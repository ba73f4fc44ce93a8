"""What ./run and ./test say and do before they start anything."""

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


def source_setup(commands, **env):
    answer = subprocess.run(
        ["/bin/bash", "-c", f". deploy/setup.sh; {commands}"],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    return answer.returncode, answer.stdout.split("\n")[:-1], answer.stderr.strip().split("\n")


def test_missing_system_packages_are_named_with_the_line_that_installs_them(tmp_path):
    assert source_setup("install_packages libabsent-1-0 libabsent-2-0", PATH=str(tmp_path)) == (
        1,
        [],
        [
            "ขาดแพ็กเกจของระบบ: libabsent-1-0 libabsent-2-0",
            "System packages are missing: libabsent-1-0 libabsent-2-0",
            "โปรดสั่งคำสั่งนี้แล้วเริ่มใหม่ / Please run this and start again:",
            "  sudo apt-get update && sudo apt-get install -y --no-install-recommends libabsent-1-0 libabsent-2-0",
        ],
    )


def test_missing_libraries_are_known_by_their_packages(tmp_path):
    blind = tmp_path / "python"
    blind.write_text("#!/bin/sh\nexit 1\n")
    blind.chmod(0o755)

    answer = source_setup(f"missing_pango {blind}; missing_pango python3", PATH="/usr/bin:/bin")

    assert answer == (0, ["libpango-1.0-0", "libpangoft2-1.0-0"], [""])


def test_packages_are_installed_again_only_when_the_lock_changed(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    # The installer itself is a stand-in here: what is judged is when it is called.
    recipe = (
        f"venv={tmp_path}; make_venv() {{ :; }}; pip_install() {{ echo installed; }}; "
        f"install_lock {lock}; install_lock {lock}; echo a==2 > {lock}; install_lock {lock}; install_lock {lock}"
    )

    _, said, _ = source_setup(recipe, PATH="/usr/bin:/bin")

    assert [line for line in said if line == "installed"] == ["installed", "installed"]


def test_lock_that_could_not_be_installed_is_tried_again(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    recipe = f"venv={tmp_path}; make_venv() {{ :; }}; pip_install() {{ echo tried; false; }}; install_lock {lock}"

    answers = [source_setup(recipe, PATH="/usr/bin:/bin") for _ in range(2)]

    assert [(code, said[-1]) for code, said, _ in answers] == [(1, "tried"), (1, "tried")]
