"""The programs beside the pages worked by hand: the same network, its numbers written out, in plain NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.catalogue import programs
from explainer.catalogue.pencil import assigned
from explainer.catalogue.pencil_gru import Net
from explainer.catalogue.weights import Given

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FORWARD = {
    "course": """\
    Γu = sigmoid(W_uc @ c + W_ux @ x + b_u)
    Γr = sigmoid(W_rc @ c + W_rx @ x + b_r)
    new = np.tanh(W_cc @ (Γr * c) + W_cx @ x + b_c)
    c = Γu * new + (1 - Γu) * c
""",
    "cho": """\
    z = sigmoid(W_z @ x + U_z @ h + b_z)
    r = sigmoid(W_r @ x + U_r @ h + b_r)
    new = np.tanh(W_h @ x + U_h @ (r * h) + b_h)
    h = z * h + (1 - z) * new
""",
    "pytorch": """\
    r = sigmoid(W_ir @ x + b_ir + W_hr @ h + b_hr)
    z = sigmoid(W_iz @ x + b_iz + W_hz @ h + b_hz)
    q = W_hn @ h + b_hn
    new = np.tanh(W_in @ x + b_in + r * q)
    h = (1 - z) * new + z * h
""",
}
KEPT = {"course": "c, Γu, Γr, new", "cho": "h, z, r, new", "pytorch": "h, z, r, q, new"}
BACKWARD = {
    "course": """\
    x, (c, Γu, Γr, new) = inputs[t], kept[t]
    δ_u = λ * (new - c) * Γu * (1 - Γu)
    δ_c = λ * Γu * (1 - new**2)
    m = W_cc.T @ δ_c
    δ_r = m * c * Γr * (1 - Γr)
    for name, δ, seen in (("u", δ_u, c), ("r", δ_r, c), ("c", δ_c, Γr * c)):
        add(name, np.outer(δ, seen), np.outer(δ, x), δ)
    λ = λ * (1 - Γu) + W_uc.T @ δ_u + Γr * m + W_rc.T @ δ_r
""",
    "cho": """\
    x, (h, z, r, new) = inputs[t], kept[t]
    δ_z = λ * (h - new) * z * (1 - z)
    δ_h = λ * (1 - z) * (1 - new**2)
    m = U_h.T @ δ_h
    δ_r = m * h * r * (1 - r)
    for name, δ, seen in (("u", δ_z, h), ("r", δ_r, h), ("c", δ_h, r * h)):
        add(name, np.outer(δ, seen), np.outer(δ, x), δ)
    λ = λ * z + U_z.T @ δ_z + r * m + U_r.T @ δ_r
""",
    "pytorch": """\
    x, (h, z, r, q, new) = inputs[t], kept[t]
    δ_z = λ * (h - new) * z * (1 - z)
    δ_n = λ * (1 - z) * (1 - new**2)
    δ_r = δ_n * q * r * (1 - r)
    add("u", np.outer(δ_z, h), np.outer(δ_z, x), δ_z)
    add("r", np.outer(δ_r, h), np.outer(δ_r, x), δ_r)
    add("c", np.outer(r * δ_n, h), np.outer(δ_n, x), δ_n)
    λ = λ * z + W_hz.T @ δ_z + W_hn.T @ (r * δ_n) + W_hr.T @ δ_r
""",
}


def numbers_of(net: Net, given: Given) -> str:
    """The imports, the weights, the inputs and the start."""
    state = "c" if net.notation == "course" else "h"
    arrays = {**net.arrays(), "inputs": given.inputs, state: given.start}
    return f"import numpy as np\n\n{assigned(arrays)}\n\n{programs.SIGMOID}\n\n"


def gru_forward(net: Net, given: Given) -> str:
    """Forwards, printing every unit of the state after every step."""
    state = "c" if net.notation == "course" else "h"
    loop = f"for t, x in enumerate(inputs, start=1):\n{FORWARD[net.notation]}"
    shown = f"    for i, value in enumerate({state}, start=1):\n        print(f\"step_{{t}}_unit_{{i}}\", value)\n"
    return numbers_of(net, given) + loop + shown


def gru_backward(net: Net, given: Given, target: Array) -> str:
    """Forwards and back, printing the loss, the size of each block's gradient and the gradient at the start."""
    state = "c" if net.notation == "course" else "h"
    # The state before the step is kept, with all that the way back needs.
    lines = FORWARD[net.notation].splitlines(keepends=True)
    forward = f"kept = []\nfor x in inputs:\n{''.join(lines[:-1])}    kept.append(({KEPT[net.notation]}))\n{lines[-1]}"
    return "".join(
        (
            numbers_of(net, given),
            forward,
            f"\ntarget = np.array({target.tolist()!r})\n",
            f"λ = {state} - target\nprint(\"loss\", 0.5 * (λ**2).sum())\n",
            "gradient = {}\n\n\ndef add(name, *parts):\n",
            "    gradient[name] = gradient.get(name, 0) + np.column_stack(parts)\n\n\n",
            f"for t in reversed(range(len(inputs))):\n{BACKWARD[net.notation]}",
            '\nfor name, key in (("u", "update"), ("r", "reset"), ("c", "candidate")):\n',
            '    print(key, np.linalg.norm(gradient[name]))  # of all its blocks together\n',
            "for i, value in enumerate(λ, start=1):\n    print(f\"start_unit_{i}\", value)\n",
        )
    )


CONVENTIONS = """\
def last(sign, gate_writes, reset_after{option}):
    h = start
{biases}    for x in inputs:
        gate = sigmoid(sign * ({update}))
        r = sigmoid({reset})
        new = np.tanh({after} if reset_after else {before})
        h = gate * new + (1 - gate) * h if gate_writes else gate * h + (1 - gate) * new
    return h


def gap(one, other):
    return np.abs(one - other).max()


"""
COURSE_GAPS = """\
course = last(1, True, False)  # sign, the gate is the share that is written, reset after the product
print("misread", gap(last(1, False, False), course))  # the same numbers taken for the z of Cho et al.
print("mapped", gap(last(-1, False, False), course))  # the sign of the update gate changed
print("place", gap(last(-1, False, True), last(-1, False, False)))
"""
PYTORCH_GAPS = """\
pytorch = last(1, False, True, one_bias=False)  # sign, the gate is the share that is kept, reset after the product
print("misread", gap(last(1, True, True, one_bias=False), pytorch))  # z taken for the course's update gate
print("mapped", gap(last(-1, True, True, one_bias=False), pytorch))  # the sign of the update gate changed
print("place", gap(last(1, False, True), last(1, False, False)))  # with one bias only
"""


def conventions(net: Net, given: Given) -> str:
    """The same numbers read under the conventions, printing how far apart they end."""
    if net.after:
        pieces = {
            "option": ", one_bias=True",
            "biases": "    inner, outer = (0, b_in + b_hn) if one_bias else (b_hn, b_in)\n",
            "update": "W_iz @ x + b_iz + W_hz @ h + b_hz",
            "reset": "W_ir @ x + b_ir + W_hr @ h + b_hr",
            "after": "W_in @ x + outer + r * (W_hn @ h + inner)",
            "before": "W_in @ x + outer + W_hn @ (r * h)",
        }
    else:
        pieces = {
            "option": "",
            "biases": "",
            "update": "W_uc @ h + W_ux @ x + b_u",
            "reset": "W_rc @ h + W_rx @ x + b_r",
            "after": "W_cx @ x + b_c + r * (W_cc @ h)",
            "before": "W_cx @ x + b_c + W_cc @ (r * h)",
        }
    arrays = assigned({**net.arrays(), "inputs": given.inputs, "start": given.start})
    gaps = PYTORCH_GAPS if net.after else COURSE_GAPS
    return f"import numpy as np\n\n{arrays}\n\n{programs.SIGMOID}\n\n{CONVENTIONS.format(**pieces)}{gaps}"
