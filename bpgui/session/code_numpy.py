"""The passes in NumPy: what each line of the code does is what the course note writes."""

from __future__ import annotations

from bpgui.session.code_sections import Section

PASSES = Section(
    "One iteration: forward, backward, update",
    (
        "Forward: ŷ_ik = Σ_j x_ij w_jk + b_k.",
        "Backward: ŷ_ik − y_ik stands squared in L, and in no other term; hence ∂L/∂ŷ = 2a (ŷ − y).",
        "w_jk goes into ŷ_ik of every example i, times x_ij: ∂L/∂w_jk = Σ_i ∂L/∂ŷ_ik x_ij. That is xᵀ ∂L/∂ŷ.",
        "b_k goes into ŷ_ik of every example i, times 1: ∂L/∂b holds the column sums of ∂L/∂ŷ.",
        "x_ij goes into ŷ_ik of every class k, times w_jk: ∂L/∂x = ∂L/∂ŷ wᵀ. A layer before this one would get it.",
        "Update: against the gradient, η times as far.",
    ),
    (
        "def forward(w, b):",
        '    """ŷ, the errors ŷ − y, and L."""',
        "    y_hat = x @ w + b  # b's one row is added to every row",
        "    error = y_hat - y",
        "    loss = a * (error**2).sum()",
        "    return y_hat, error, loss",
        "",
        "",
        "def backward(error, w):",
        '    """The gradients of L, by the chain rule, from the loss back to the inputs."""',
        "    dL_dy_hat = 2 * a * error",
        "    dL_dw = x.T @ dL_dy_hat",
        "    dL_db = dL_dy_hat.sum(axis=0, keepdims=True)",
        "    dL_dx = dL_dy_hat @ w.T",
        "    return dL_dy_hat, dL_dw, dL_db, dL_dx",
        "",
        "",
        "def update(w, b, dL_dw, dL_db):",
        '    """One step of gradient descent: the w and b of the next iteration."""',
        "    return w - learning_rate * dL_dw, b - learning_rate * dL_db",
    ),
    r"""\begin{aligned}
\hat{\mathbf{y}} &= \mathbf{x}\mathbf{w} + \mathbf{b} &
\frac{\partial L}{\partial \hat{\mathbf{y}}} &= 2a\,(\hat{\mathbf{y}} - \mathbf{y}) \\
\frac{\partial L}{\partial \mathbf{w}} &= \mathbf{x}^{\mathsf{T}} \frac{\partial L}{\partial \hat{\mathbf{y}}} &
\frac{\partial L}{\partial b_k} &= \sum_i \frac{\partial L}{\partial \hat{y}_{ik}} \\
\frac{\partial L}{\partial \mathbf{x}} &= \frac{\partial L}{\partial \hat{\mathbf{y}}} \mathbf{w}^{\mathsf{T}} &
\mathbf{w} &\leftarrow \mathbf{w} - \eta\,\frac{\partial L}{\partial \mathbf{w}} \qquad
\mathbf{b} \leftarrow \mathbf{b} - \eta\,\frac{\partial L}{\partial \mathbf{b}}
\end{aligned}""",
)

LOOP = (
    "for t in range(iterations):",
    "    y_hat, error, loss = forward(w, b)",
    "    dL_dy_hat, dL_dw, dL_db, dL_dx = backward(error, w)",
    "    w, b = update(w, b, dL_dw, dL_db)",
)

NOW = (
    "y_hat, error, loss = forward(w, b)",
    "dL_dy_hat, dL_dw, dL_db, dL_dx = backward(error, w)",
    "w_next, b_next = update(w, b, dL_dw, dL_db)",
)
