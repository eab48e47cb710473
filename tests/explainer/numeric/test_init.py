"""The room's front: every public name loads, none is shadowed by a file, the example of its docstring runs, it is light."""

import pkgutil
import subprocess
import sys
import textwrap

import pytest

from explainer import numeric


def test_every_public_name_loads():
    for name in numeric.__all__:
        assert getattr(numeric, name) is not None


def test_no_public_name_is_also_a_file():
    """A late import of a module `product` would put the module in the place of the function."""
    files = {module.name for module in pkgutil.iter_modules(numeric.__path__)}
    assert set(numeric.MODULES) <= files
    assert not files & (set(numeric.__all__) - set(numeric.MODULES))


def test_an_unknown_name_is_told_what_there_is():
    with pytest.raises(AttributeError, match=r"it has .*GRU"):
        _ = numeric.unrol


def test_the_example_of_the_docstring_runs():
    text = numeric.__doc__
    program = textwrap.dedent(text[text.index("    from explainer import numeric") :])
    exec(compile(program, "example", "exec"), {})


def test_importing_the_room_loads_no_numpy():
    program = "import sys, explainer.numeric; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_numbers_do_not_hang_on_the_hash_seed():
    program = (
        "from explainer import numeric as n; t = n.gates_at(0.1, steps=50);"
        "print(n.product(t).dense().tobytes().hex(), n.gradients(t, {50: [1.0] * 8}).weights['W_u'].tobytes().hex())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
