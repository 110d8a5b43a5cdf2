"""The passes in PyTorch: the forward pass is written down, and autograd does the backward pass."""

from __future__ import annotations

from bpgui.session.code_sections import Section

PASSES = Section(
    "One iteration: forward, backward, update",
    (
        "Only the forward pass is written down: ŷ = x w + b, and L = a Σ (ŷ − y)².",
        "As it is worked out, PyTorch keeps a record of what was made of what. loss.backward() goes through that "
        "record from the loss back, by the chain rule, and leaves ∂L/∂w in w.grad and ∂L/∂b in b.grad.",
        "It finds what the course note derives by hand: ∂L/∂ŷ = 2a (ŷ − y), ∂L/∂w = xᵀ ∂L/∂ŷ, ∂L/∂x = ∂L/∂ŷ wᵀ, and "
        "∂L/∂b as the column sums of ∂L/∂ŷ.",
        "All numbers are float64: PyTorch's own float32 has 7 digits, too few for what is compared here.",
    ),
    (
        "def forward():",
        '    """ŷ, the errors ŷ − y, and L."""',
        "    y_hat = x @ w + b  # b's one row is added to every row",
        "    error = y_hat - y",
        "    loss = a * (error**2).sum()",
        "    return y_hat, error, loss",
        "",
        "",
        "def backward(loss):",
        '    """Let autograd work out the gradients; it would add them to those that are there."""',
        "    w.grad = b.grad = x.grad = None",
        "    loss.backward()",
    ),
    r"""\hat{\mathbf{y}} = \mathbf{x}\mathbf{w} + \mathbf{b} \qquad
L = a \sum_{i,k} \left(\hat{y}_{ik} - y_{ik}\right)^2""",
)

LOOP = (
    "w.requires_grad_()  # autograd keeps a record of what is made of w and b",
    "b.requires_grad_()",
    "for t in range(iterations):",
    "    y_hat, error, loss = forward()",
    "    backward(loss)",
    "    with torch.no_grad():  # the update itself is not to be differentiated",
    "        w -= learning_rate * w.grad",
    "        b -= learning_rate * b.grad",
)

NOW = (
    "w.requires_grad_()",
    "b.requires_grad_()",
    "x.requires_grad_()  # for ∂L/∂x: what a layer before this one would get",
    "y_hat, error, loss = forward()",
    "y_hat.retain_grad()  # autograd drops what lies between, unless it is asked to keep it",
    "backward(loss)",
    "dL_dy_hat, dL_dw, dL_db, dL_dx = y_hat.grad, w.grad, b.grad, x.grad",
    "with torch.no_grad():",
    "    w_next = w - learning_rate * dL_dw",
    "    b_next = b - learning_rate * dL_db",
)
