"""The notation button goes round: course, Cho, PyTorch, course."""


async def test_the_same_answer_in_the_next_notation(world, read):
    result = await world.ask()
    for label, notation in (
        ("In Cho's letters", "cho"),
        ("In PyTorch's letters", "pytorch"),
        ("In the course's letters", "course"),
    ):
        await world.alice.click(result.response, label=label)
        assert world.workers.jobs[-1].notation == notation
