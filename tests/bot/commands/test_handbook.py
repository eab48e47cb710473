"""/handbook: the PDF, sent to the one who asked."""

from bot.worker import TooLong


async def test_the_pdf_is_sent(world):
    result = await world.alice.slash(world.channel, "handbook")
    assert result.ephemeral
    (file,) = result.response.attachments
    assert file.filename == "handbook.pdf"
    assert world.workers.jobs[-1].want == "handbook"


async def test_a_handbook_that_takes_too_long_ends_in_a_word(world, read):
    world.workers.failure = TooLong()
    result = await world.alice.slash(world.channel, "handbook")
    assert str(TooLong()) in read.said(result)
